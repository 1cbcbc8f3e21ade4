/// Makes what a provider sent into a picture that is delivered: looked at, cut out, square, large enough,
/// and written anew, so that nothing of the file gets through but its pixels.
///
/// Blocks for a few hundred milliseconds at most: call it on a thread that may.
struct Finishing: Sendable {
    /// The smallest side that is enlarged, in pixels; a smaller picture is refused.
    static let smallestSide = 512

    /// What is to be behind the character.
    let background: CharacterPrompt.Background

    /// The picture of a PNG or JPEG file.
    func picture(of file: [UInt8]) throws(GeneratorError) -> Picture {
        if file.isEmpty { throw .unusablePicture("an empty picture") }
        if PNGHeader(file) != nil, !PNGChunks.areWhole(in: file) {
            throw .unusablePicture("a PNG that is cut or damaged")
        }
        let pixels = try Pixels(decoding: file, largestSide: Picture.maximumSide)
        guard min(pixels.width, pixels.height) >= Self.smallestSide,
            max(pixels.width, pixels.height) <= 2 * min(pixels.width, pixels.height)
        else { throw .unusablePicture("\(pixels.width) × \(pixels.height) pixels") }
        return try delivered(cutOut(pixels))
    }

    /// The picture before its background, which is clear only if nothing of it is left.
    private func cutOut(_ pixels: Pixels) -> Pixels {
        if background != .white, pixels.hasClearEdge { return pixels }
        let whole = pixels.onWhite()
        guard case .key(let color) = background else { return whole }
        // A background that cannot be told from the character stays: rather that than holes in a face.
        return ChromaKey.removing(color, from: whole) ?? whole
    }

    private func delivered(_ pixels: Pixels) throws(GeneratorError) -> Picture {
        let square = pixels.squared()
        let final = square.width < Picture.minimumSide ? square.enlarged(to: Picture.minimumSide) : square
        return try Picture(png: try final.png(), isTransparent: final.hasAlpha)
    }
}
