import CRaster

/// A picture as its pixels: red, green, blue and alpha of 8 bits each, not multiplied, row by row.
struct Pixels: Sendable {
    let width: Int
    let height: Int
    /// Whether any pixel may be clear.
    var hasAlpha: Bool
    /// Four for each pixel.
    var bytes: [UInt8]

    /// Pixels of one colour.
    init(width: Int, height: Int, red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8) {
        self.width = width
        self.height = height
        hasAlpha = alpha < 255
        bytes = Array(unsafeUninitializedCapacity: width * height * 4) { buffer, count in
            for index in 0..<width * height {
                buffer[index * 4] = red
                buffer[index * 4 + 1] = green
                buffer[index * 4 + 2] = blue
                buffer[index * 4 + 3] = alpha
            }
            count = width * height * 4
        }
    }

    /// The pixels of a PNG or JPEG file from outside; blocks for some tens of milliseconds.
    ///
    /// - Parameter largestSide: In pixels; a larger picture is refused before any memory is taken for it.
    init(decoding file: [UInt8], largestSide: Int) throws(GeneratorError) {
        var pixels = file.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { craster_decode($0, buffer.count, Int32(largestSide)) } ?? craster_pixels()
        }
        defer { craster_pixels_free(&pixels) }
        guard pixels.outcome == craster_drawn, let start = pixels.bytes else {
            throw .unusablePicture(Self.text(of: pixels.message))
        }
        width = Int(pixels.width)
        height = Int(pixels.height)
        hasAlpha = pixels.has_alpha != 0
        bytes = Array(UnsafeBufferPointer(start: start, count: width * height * 4))
    }

    /// A PNG of the pixels and of nothing else; blocks for some tens of milliseconds.
    func png() throws(GeneratorError) -> [UInt8] {
        var picture = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { craster_encode($0, Int32(width), Int32(height), hasAlpha ? 1 : 0) }
                ?? craster_picture()
        }
        defer { craster_picture_free(&picture) }
        guard picture.outcome == craster_drawn, let start = picture.bytes else {
            throw .unusablePicture(Self.text(of: picture.message))
        }
        return Array(UnsafeBufferPointer(start: start, count: picture.count))
    }

    private static func text<Message>(of message: Message) -> String {
        let text = withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? "an empty picture" : text
    }
}

extension Pixels {
    /// The numbers of the pixels of the upper edge, and of the upper two thirds of both sides: where there
    /// is background around a head, while shoulders reach the lower edge.
    var edge: [Int] {
        let band = max(1, min(width, height) / 256)
        var places = Array(0..<band * width)
        for y in band..<max(band + 1, height * 2 / 3) {
            let start = y * width
            places += start..<start + band
            places += start + width - band..<start + width
        }
        return places
    }

    /// Whether there is nothing at most of its edge.
    var hasClearEdge: Bool {
        guard hasAlpha else { return false }
        let edge = edge
        return edge.count { bytes[$0 * 4 + 3] <= 16 } * 2 >= edge.count
    }

    /// The picture on white.
    func onWhite() -> Pixels {
        guard hasAlpha else { return self }
        var result = self
        for start in stride(from: 0, to: bytes.count, by: 4) where bytes[start + 3] < 255 {
            let alpha = Int(bytes[start + 3])
            for channel in start..<start + 3 {
                result.bytes[channel] = UInt8((Int(bytes[channel]) * alpha + 255 * (255 - alpha) + 127) / 255)
            }
            result.bytes[start + 3] = 255
        }
        result.hasAlpha = false
        return result
    }
}
