/// A picture as it is delivered: a square PNG.
public struct Picture: Sendable {
    /// The smallest side that is delivered, in pixels.
    public static let minimumSide = 1_024
    /// The largest side that is accepted of a provider, in pixels.
    public static let maximumSide = 4_096

    /// The file.
    public let png: [UInt8]
    /// Whether its background is clear.
    public let isTransparent: Bool

    /// A picture of a PNG file.
    ///
    /// - Throws: ``GeneratorError/unusablePicture(_:)`` if the bytes are no PNG, or one of a size that is
    ///   not delivered.
    public init(png: [UInt8], isTransparent: Bool) throws(GeneratorError) {
        guard let size = PNGHeader(png) else { throw .unusablePicture("no PNG") }
        guard PNGChunks.areWhole(in: png) else { throw .unusablePicture("a PNG that is cut or damaged") }
        guard size.width == size.height, (Self.minimumSide...Self.maximumSide).contains(size.width) else {
            throw .unusablePicture("\(size.width) × \(size.height) pixels")
        }
        self.png = png
        self.isTransparent = isTransparent
    }
}

/// The beginning of a PNG file: its signature and IHDR chunk (RFC 2083 sections 3.1 and 4.1.1).
struct PNGHeader {
    let width: Int
    let height: Int

    init?(_ bytes: [UInt8]) {
        let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        guard bytes.count > 33, bytes.starts(with: start) else { return nil }
        width = Self.number(in: bytes[16..<20])
        height = Self.number(in: bytes[20..<24])
    }

    private static func number(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
