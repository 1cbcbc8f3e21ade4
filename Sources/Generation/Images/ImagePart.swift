/// Some bytes of a picture, so that nobody needs to hold all of a big one.
public struct ImagePart: Hashable, Sendable {
    /// How much is read at once, in bytes: most pictures are one part.
    public static let usualByteCount = 1_048_576

    /// The bytes.
    public var bytes: [UInt8]
    /// The length of the whole picture in bytes.
    public var totalByteCount: Int

    /// Bytes of a picture of a length.
    public init(bytes: [UInt8], totalByteCount: Int) {
        self.bytes = bytes
        self.totalByteCount = totalByteCount
    }
}
