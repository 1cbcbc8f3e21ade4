import Testing

@testable import Generation

@Suite struct PixelsTests {
    @Test(arguments: [true, false]) func `a PNG of pixels holds these pixels`(_ hasAlpha: Bool) throws {
        var pixels = Painting().pixels()
        pixels.hasAlpha = hasAlpha
        if hasAlpha { for index in stride(from: 3, to: 4_000, by: 4) { pixels.bytes[index] = UInt8(index % 251) } }
        let again = try Pixels(decoding: try pixels.png(), largestSide: 4_096)
        #expect((again.width, again.height, again.hasAlpha) == (96, 96, hasAlpha))
        #expect(again.bytes == pixels.bytes)
    }

    @Test func `a larger picture than is wanted is refused by its first bytes`() throws {
        let png = try Pixels(width: 200, height: 10, red: 1, green: 2, blue: 3, alpha: 255).png()
        #expect { try Pixels(decoding: png, largestSide: 199) } throws: { "\($0)".contains("200 × 10") }
    }

    @Test(arguments: [[], [0x89], Array("GIF89a and more".utf8), [0xFF, 0xD8, 0xFF, 0xE0, 0, 0]] as [[UInt8]])
    func `what is neither PNG nor JPEG is refused`(_ file: [UInt8]) {
        #expect(throws: GeneratorError.self) { try Pixels(decoding: file, largestSide: 4_096) }
    }

    @Test func `no cut or damage of a file does worse than to be refused`() throws {
        let png = try Painting().pixels().png()
        for index in stride(from: 0, to: png.count, by: 7) {
            _ = try? Pixels(decoding: Array(png[..<index]), largestSide: 4_096)
            var damaged = png
            damaged[index] ^= 0x5A
            _ = try? Pixels(decoding: damaged, largestSide: 4_096)
        }
    }

    @Test func `a clear picture is put on white`() {
        var pixels = Pixels(width: 2, height: 1, red: 0, green: 0, blue: 0, alpha: 0)
        pixels.bytes[7] = 128
        let white = pixels.onWhite()
        #expect(white.bytes == [255, 255, 255, 255, 127, 127, 127, 255])
        #expect(!white.hasAlpha)
    }

    @Test func `a picture with a clear background is made square by adding to it`() {
        var pixels = Pixels(width: 4, height: 2, red: 9, green: 9, blue: 9, alpha: 255)
        pixels.hasAlpha = true
        let square = pixels.squared()
        #expect((square.width, square.height) == (4, 4))
        #expect((0..<4).map { square.pixel(1, $0)[3] } == [0, 255, 255, 0])
    }

    @Test func `any other is made square by cutting its middle out`() {
        var pixels = Pixels(width: 2, height: 4, red: 0, green: 0, blue: 0, alpha: 255)
        for y in 0..<4 { pixels.bytes[y * 8] = UInt8(y) }
        let square = pixels.squared()
        #expect((square.width, square.height) == (2, 2))
        #expect((0..<2).map { square.pixel(0, $0)[0] } == [1, 2])
    }

    @Test func `enlarging keeps plain colours, and lets clear ones not shine through`() {
        var pixels = Pixels(width: 8, height: 8, red: 200, green: 100, blue: 50, alpha: 255)
        pixels.hasAlpha = true
        for y in 0..<8 { for channel in 0..<4 { pixels.bytes[y * 32 + channel] = channel == 1 ? 255 : 0 } }
        let large = pixels.enlarged(to: 16)
        #expect(large.pixel(15, 8) == [200, 100, 50, 255])
        #expect(large.pixel(0, 8)[3] == 0)
        for x in 0..<16 where large.pixel(x, 8)[3] > 0 { #expect(Array(large.pixel(x, 8)[..<3]) == [200, 100, 50]) }
    }
}
