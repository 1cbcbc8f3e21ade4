import CRaster

/// The pixels that an SVG document is drawn on, encoded as PNG.
struct Raster: Sendable {
    let width: Int
    let height: Int
    let isTransparent: Bool

    /// - Parameter svg: A document that refers to nothing outside itself; such references are not followed.
    func png(of svg: String) throws(IllustratorError) -> [UInt8] {
        var text = svg
        var picture =
            text.withUTF8 { bytes in
                bytes.baseAddress.map { start in
                    craster_draw(start, bytes.count, Int32(width), Int32(height), isTransparent ? 1 : 0)
                }
            } ?? craster_picture()
        defer { craster_picture_free(&picture) }
        guard picture.outcome == craster_drawn, let bytes = picture.bytes else { throw Self.error(of: picture) }
        return Array(UnsafeBufferPointer(start: bytes, count: picture.count))
    }

    private static func error(of picture: craster_picture) -> IllustratorError {
        if picture.outcome == craster_no_memory { return .outOfMemory }
        let message = withUnsafeBytes(of: picture.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return .renderingFailed(reason: message.isEmpty ? "there was nothing to draw" : message)
    }
}
