public import CreditLedger
public import NIOPosix

/// Keeps pictures as files in a folder, in 256 folders by the first two digits of their names.
///
/// A picture is written and flushed under a name of its own, a draft, and then renamed: under its own name it is
/// there whole or not at all. Two writers of one picture write two drafts, and the later rename stays.
public struct FolderImageStore: ImageStore {
    private let folder: String
    private let threads: NIOThreadPool
    private let clock: any LedgerClock
    private let lasting = LastingFolders()

    /// The pictures in `folder`, read and written on `threads`.
    public init(folder: String, threads: NIOThreadPool, clock: some LedgerClock = SystemClock()) {
        self.folder = folder
        self.threads = threads
        self.clock = clock
    }

    public func save(_ picture: Picture, as name: ImageName) async throws(ImageStoreError) {
        let (file, shard) = place(of: name)
        let draft = shard + "/" + name.text + "." + ImageName.random().text + Self.draftEnding
        try await onThreads {
            try lasting.make(folder)
            try lasting.make(shard)
            do {
                try FileSystem.store(picture.png, to: draft)
                try FileSystem.move(draft, to: file)
                try FileSystem.flush(shard)
            } catch {
                // What is not kept takes no room, and no sweep takes it for a delivery. What cannot be removed
                // either, on a full or broken disk, is removed as an abandoned draft.
                for path in [draft, file] { _ = try? FileSystem.remove(path) }
                throw error
            }
        }
    }

    public func byteCount(of name: ImageName) async throws(ImageStoreError) -> Int? {
        let file = place(of: name).file
        return try await onThreads { try FileSystem.byteCount(of: file) }
    }

    public func read(_ range: Range<Int>, of name: ImageName) async throws(ImageStoreError) -> ImagePart? {
        let file = place(of: name).file
        return try await onThreads { try FileSystem.read(range, of: file) }
    }

    public func remove(_ name: ImageName) async throws(ImageStoreError) {
        let (file, shard) = place(of: name)
        try await onThreads {
            if try FileSystem.remove(file) { try FileSystem.flush(shard) }
        }
    }

    /// One step is the next of the 256 folders that has pictures; they come in no order within it.
    public func list(after cursor: ImageCursor?) async throws(ImageStoreError) -> ImageListing {
        try await onThreads {
            for shard in Self.shards where shard > cursor?.text ?? "" {
                let images = try images(in: shard)
                if !images.isEmpty { return ImageListing(images: images, next: ImageCursor(shard)) }
            }
            return ImageListing(images: [], next: nil)
        }
    }

    /// A draft of another process may be one that it still writes, and nothing tells. So it is the age that counts:
    /// a write takes seconds, and each piece that it writes makes the draft young again. Should one have hung for
    /// longer than that after all, then it finds its draft gone and fails, and its credits go back.
    @discardableResult
    public func removeAbandonedDrafts(olderThan age: Duration) async throws(ImageStoreError) -> Int {
        let horizon = clock.now().advanced(by: .zero - age)
        var count = 0
        // A folder at a time, so that readers and writers get their turns on the threads.
        for shard in Self.shards {
            count += try await onThreads { try removeDrafts(in: folder + "/" + shard, lastWrittenBefore: horizon) }
        }
        return count
    }

    private func removeDrafts(in shard: String, lastWrittenBefore horizon: Timestamp) throws(ImageStoreError) -> Int {
        var count = 0
        for name in try FileSystem.names(in: shard) where name.hasSuffix(Self.draftEnding) {
            let file = shard + "/" + name
            guard let time = try FileSystem.lastWritten(file), time < horizon else { continue }
            if try FileSystem.remove(file) { count += 1 }
        }
        return count
    }

    private func images(in shard: String) throws(ImageStoreError) -> [ImageListing.Image] {
        var images: [ImageListing.Image] = []
        for file in try FileSystem.names(in: folder + "/" + shard) where file.hasSuffix(Self.ending) {
            guard let name = ImageName(file.dropLast(Self.ending.count)),
                let time = try FileSystem.lastWritten(place(of: name).file)
            else { continue }
            images.append(ImageListing.Image(name: name, savedAt: time))
        }
        return images
    }

    private static let ending = ".png"
    private static let draftEnding = ".part"
    private static let shards = (0..<256).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }

    private func place(of name: ImageName) -> (file: String, shard: String) {
        let shard = folder + "/" + name.text.prefix(2)
        return (shard + "/" + name.text + Self.ending, shard)
    }

    private func onThreads<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(ImageStoreError) -> Value {
        do {
            return try await threads.runIfActive(work)
        } catch {
            throw error as? ImageStoreError ?? ImageStoreError("\(error)")
        }
    }
}
