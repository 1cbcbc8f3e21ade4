/// Draws characters from the parts that the binary carries.
///
/// A drawing takes tens of milliseconds and blocks: call it on a thread of your own, on as many at
/// once as you like. It keeps nothing between drawings.
public struct Illustrator: Sendable {
    /// The sides that a picture may have, in pixels.
    public static let sides = 64...4096

    public init() {}

    /// A square PNG of a character; the same bytes for the same options and side.
    ///
    /// - Parameter side: In pixels, one of `sides`.
    /// - Throws: `sideOutOfRange`, or a fault of the art or the machine.
    public func draw(_ options: CharacterOptions, side: Int = 1024) throws(IllustratorError) -> [UInt8] {
        guard Self.sides.contains(side) else { throw .sideOutOfRange(side) }
        return try Raster(width: side, height: side, isTransparent: options.transparent)
            .png(of: try svg(for: options))
    }

    /// The drawing as SVG, on a canvas of 1024 units.
    package func svg(for options: CharacterOptions) throws(IllustratorError) -> String {
        try Composition(options, library: try ArtLibrary.embedded.get()).svg()
    }
}
