import Testing

@testable import Generation

@Suite struct FinishingTests {
    private func finished(
        _ pixels: Pixels, _ background: CharacterPrompt.Background
    ) throws -> (picture: Picture, pixels: Pixels) {
        let picture = try Finishing(background: background).picture(of: try pixels.png())
        return (picture, try Pixels(decoding: picture.png, largestSide: 4_096))
    }

    private func refuses(_ width: Int, _ height: Int) -> Bool {
        let pixels = Pixels(width: width, height: height, red: 9, green: 9, blue: 9, alpha: 255)
        do { _ = try finished(pixels, .white) } catch { return true }
        return false
    }

    @Test func `a clear background of the provider's own is delivered as such`() throws {
        var pixels = Pixels(width: 1_024, height: 1_024, red: 0, green: 0, blue: 0, alpha: 0)
        for index in 300 * 1_024 * 4..<600 * 1_024 * 4 { pixels.bytes[index] = 255 }
        let (picture, result) = try finished(pixels, .clear)
        #expect(picture.isTransparent && result.hasAlpha)
        #expect(result.pixel(5, 5)[3] == 0 && result.pixel(500, 500)[3] == 255)
    }

    @Test func `a picture that came without a clear background is not said to have one`() throws {
        let (picture, result) = try finished(
            Pixels(width: 1_024, height: 1_024, red: 9, green: 8, blue: 7, alpha: 255), .clear)
        #expect(!picture.isTransparent && !result.hasAlpha)
    }

    @Test func `a background that is to be removed and cannot be is left, and told`() throws {
        let (picture, result) = try finished(
            Pixels(width: 1_024, height: 1_024, red: 250, green: 250, blue: 250, alpha: 255), .key(.green))
        #expect(!picture.isTransparent)
        #expect(result.pixel(0, 0) == [250, 250, 250, 255])
    }

    @Test func `a white background is white, whatever the provider left clear`() throws {
        let (picture, result) = try finished(
            Pixels(width: 1_024, height: 1_024, red: 0, green: 0, blue: 0, alpha: 0), .white)
        #expect(!picture.isTransparent)
        #expect(result.pixel(7, 7) == [255, 255, 255, 255])
    }

    @Test func `a small picture is enlarged, and an oblong one made square`() throws {
        let pixels = Pixels(width: 768, height: 512, red: 10, green: 20, blue: 30, alpha: 255)
        let (_, result) = try finished(pixels, .white)
        #expect((result.width, result.height) == (1_024, 1_024))
        #expect(result.pixel(512, 512) == [10, 20, 30, 255])
    }

    @Test func `a picture too small, too large or too oblong is refused`() {
        #expect(refuses(511, 511))
        #expect(refuses(512, 1_025))
        #expect(!refuses(512, 512))
    }

    @Test func `nothing of a file gets through but its pixels`() throws {
        let png = try Pixels(width: 1_024, height: 1_024, red: 9, green: 8, blue: 7, alpha: 255).png()
        let text = Picture.chunk("tEXt", Array("Comment\0canary of a provider".utf8))
        let file = Array(png[..<33]) + text + Array(png[33...])
        let picture = try Finishing(background: .white).picture(of: file)
        #expect(Self.chunkTypes(of: file).contains("tEXt"))
        #expect(Set(Self.chunkTypes(of: picture.png)) == ["IHDR", "IDAT", "IEND"])
    }

    private static func chunkTypes(of png: [UInt8]) -> [String] {
        var types: [String] = []
        var start = 8
        while start + 8 <= png.count {
            types.append(String(decoding: png[start + 4..<start + 8], as: UTF8.self))
            start += 12 + png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return types
    }
}
