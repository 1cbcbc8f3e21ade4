/// Keeps pictures under names that cannot be guessed.
///
/// `ImageStoreContract` in `GenerationTesting` is what every store is held to.
public protocol ImageStore: Sendable {
    /// Keeps a picture; when this returns, it survives a loss of power. Of pictures that are saved under
    /// one name the last one stays, whole, however many are saved at once.
    func save(_ picture: Picture, as name: ImageName) async throws(ImageStoreError)

    /// The length of a picture in bytes, or `nil` if there is none of the name.
    func byteCount(of name: ImageName) async throws(ImageStoreError) -> Int?

    /// The bytes of a picture in a range, or as many of them as there are; `nil` if there is none of the name.
    func read(_ range: Range<Int>, of name: ImageName) async throws(ImageStoreError) -> ImagePart?

    /// Forgets a picture, for good when this returns; one that is not there stays so.
    func remove(_ name: ImageName) async throws(ImageStoreError)

    /// The next few of all pictures: one small step of a walk that meets each picture once that is there from
    /// its beginning to its end.
    ///
    /// - Parameter cursor: Where the step before ended; `nil` for the first.
    func list(after cursor: ImageCursor?) async throws(ImageStoreError) -> ImageListing

    /// Removes what writers that died have left behind and no reader can see.
    ///
    /// - Parameter age: How long ago they were last heard of: longer than any write can take.
    /// - Returns: How many there were.
    @discardableResult
    func removeAbandonedDrafts(olderThan age: Duration) async throws(ImageStoreError) -> Int
}

extension ImageStore {
    /// Whether there is a picture of a name.
    public func contains(_ name: ImageName) async throws(ImageStoreError) -> Bool {
        try await byteCount(of: name) != nil
    }

    /// The picture of a name, or `nil` if there is none.
    public func load(_ name: ImageName) async throws(ImageStoreError) -> [UInt8]? {
        let first = try await read(0..<ImagePart.usualByteCount, of: name)
        guard var whole = first else { return nil }
        while whole.bytes.count < whole.totalByteCount {
            let start = whole.bytes.count
            let next = try await read(start..<start + ImagePart.usualByteCount, of: name)
            guard let next, !next.bytes.isEmpty else {
                throw ImageStoreError("The picture \(name) was removed while it was read.")
            }
            whole.bytes += next.bytes
        }
        return whole.bytes
    }
}

/// A picture could not be kept or read.
public struct ImageStoreError: Error, Sendable, CustomStringConvertible {
    /// What was tried, and what the system said.
    public let description: String

    /// An error of the image store.
    public init(_ description: String) {
        self.description = description
    }
}
