public import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Keeps pictures as files in a folder, in 256 folders by the first two digits of their names.
public struct FolderImageStore: ImageStore {
    private let folder: String
    private let threads: NIOThreadPool

    /// The pictures in `folder`, read and written on `threads`.
    public init(folder: String, threads: NIOThreadPool) {
        self.folder = folder
        self.threads = threads
    }

    public func save(_ picture: Picture, as name: ImageName) async throws(ImageStoreError) {
        let (file, shard) = place(of: name)
        try await onThreads {
            try FileSystem.makeFolder(folder, within: nil)
            try FileSystem.makeFolder(shard, within: folder)
            // Whole under another name first: nobody ever sees half a picture under this one.
            let draft = file + ".part"
            try FileSystem.store(picture.png, to: draft)
            try FileSystem.move(draft, to: file)
            try FileSystem.flush(shard)
        }
    }

    public func contains(_ name: ImageName) async throws(ImageStoreError) -> Bool {
        let file = place(of: name).file
        return try await onThreads { access(file, F_OK) == 0 }
    }

    public func load(_ name: ImageName) async throws(ImageStoreError) -> [UInt8]? {
        let file = place(of: name).file
        return try await onThreads { try FileSystem.contents(of: file) }
    }

    public func remove(_ name: ImageName) async throws(ImageStoreError) {
        let file = place(of: name).file
        try await onThreads { try FileSystem.remove(file) }
    }

    private func place(of name: ImageName) -> (file: String, shard: String) {
        let shard = folder + "/" + name.text.prefix(2)
        return (shard + "/" + name.text + ".png", shard)
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

/// The few calls to the system that keep a file through a loss of power (POSIX.1-2017).
private enum FileSystem {
    /// Makes a folder that lasts, unless it is there already.
    static func makeFolder(_ path: String, within parent: String?) throws(ImageStoreError) {
        if mkdir(path, 0o755) == 0 {
            if let parent { try flush(parent) }
        } else if errno != EEXIST {
            throw failure("make the folder", path)
        }
    }

    static func store(_ bytes: [UInt8], to path: String) throws(ImageStoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("write", path) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            guard count > 0 || errno == EINTR else { throw failure("write", path) }
            offset += max(0, count)
        }
        guard fsync(descriptor) == 0 else { throw failure("flush", path) }
    }

    static func contents(of path: String) throws(ImageStoreError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read", path)
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw failure("read", path) }
        let size = Int(facts.st_size)
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initializedCount in
            count = read(descriptor, buffer.baseAddress, size)
            initializedCount = max(0, count)
        }
        guard count == size else { throw failure("read", path) }
        return bytes
    }

    static func move(_ origin: String, to destination: String) throws(ImageStoreError) {
        guard rename(origin, destination) == 0 else { throw failure("rename", origin) }
    }

    /// Flushes a folder, so that the name of a new file in it lasts.
    static func flush(_ folder: String) throws(ImageStoreError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("flush", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("flush", folder) }
    }

    static func remove(_ path: String) throws(ImageStoreError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> ImageStoreError {
        ImageStoreError("Cannot \(verb) \(path): \(String(cString: strerror(errno))).")
    }
}
