import CLibpng

/// The pixels of a PNG, decoded by the library that others will decode it with.
struct Picture {
    let width: Int
    let height: Int
    /// Whether the file has an alpha channel.
    let hasAlpha: Bool
    private let bytes: [UInt8]

    struct NotPNG: Error {}

    init(png: [UInt8]) throws {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        guard png_image_begin_read_from_memory(&image, png, png.count) != 0 else { throw NotPNG() }
        defer { png_image_free(&image) }
        hasAlpha = image.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
        image.format = UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
        width = Int(image.width)
        height = Int(image.height)
        var bytes = [UInt8](repeating: 0, count: width * height * 4)
        guard png_image_finish_read(&image, nil, &bytes, 0, nil) != 0 else { throw NotPNG() }
        self.bytes = bytes
    }

    /// Red, green, blue and alpha.
    subscript(x: Int, y: Int) -> [UInt8] {
        let start = (y * width + x) * 4
        return Array(bytes[start..<start + 4])
    }

    var corners: [[UInt8]] {
        [self[0, 0], self[width - 1, 0], self[0, height - 1], self[width - 1, height - 1]]
    }

    /// How many pixels differ visibly, by more than a sixteenth in any channel.
    func difference(from other: Picture) -> Int {
        guard bytes.count == other.bytes.count else { return .max }
        var pixels = 0
        for start in stride(from: 0, to: bytes.count, by: 4)
        where (start..<start + 4).contains(where: { abs(Int(bytes[$0]) - Int(other.bytes[$0])) > 16 }) {
            pixels += 1
        }
        return pixels
    }
}
