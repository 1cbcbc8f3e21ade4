import Testing

@testable import Generation

@Suite struct ChromaKeyTests {
    private static let colors: [(KeyColor, SIMD3<Int>)] = [
        (.green, SIMD3(0, 255, 0)), (.magenta, SIMD3(255, 0, 255)), (.blue, SIMD3(0, 0, 255)),
        (.green, SIMD3(40, 200, 60)), (.magenta, SIMD3(220, 40, 200)), (.blue, SIMD3(30, 50, 220)),
    ]

    @Test(arguments: colors)
    func `a plain background becomes clear, its edge soft, and no rim of it is left`(
        _ color: KeyColor, _ background: SIMD3<Int>
    ) throws {
        let painting = Painting(background: background)
        let result = try #require(ChromaKey.removing(color, from: painting.pixels()))
        #expect(result.hasAlpha)
        var soft = 0
        for y in 0..<painting.side {
            for x in 0..<painting.side {
                let (pixel, wanted) = (result.pixel(x, y), painting.opacity(x, y))
                #expect(abs(pixel[3] - wanted) <= 56, "At \(x), \(y) \(pixel[3]) instead of \(wanted)")
                if (1..<255).contains(pixel[3]) { soft += 1 }
                let excess = color.excess(red: pixel[0], green: pixel[1], blue: pixel[2])
                #expect(pixel[3] == 0 || excess <= 12, "At \(x), \(y) \(pixel) has a rim")
            }
        }
        #expect(soft > painting.side / 2, "Edges are soft")
    }

    @Test func `the noise of a compressed picture does no harm`() throws {
        let painting = Painting(noise: 9)
        let result = try #require(ChromaKey.removing(.green, from: painting.pixels()))
        for (x, y) in [(0, 0), (95, 0), (3, 40), (48, 2)] { #expect(result.pixel(x, y)[3] == 0) }
        for (x, y) in [(48, 40), (48, 80), (40, 30)] { #expect(result.pixel(x, y)[3] == 255) }
    }

    @Test func `a spot of the background's colour on the character stays`() throws {
        let painting = Painting(spot: SIMD3(70, 164, 90))
        let result = try #require(ChromaKey.removing(.green, from: painting.pixels()))
        #expect(result.pixel(painting.eye.x, painting.eye.y) == [70, 164, 90, 255])
    }

    @Test func `background that the character encloses is removed as well`() throws {
        let painting = Painting(hasHole: true)
        let result = try #require(ChromaKey.removing(.green, from: painting.pixels()))
        #expect(result.pixel(painting.hole.x, painting.hole.y)[3] == 0)
    }

    @Test func `a character of the background's colour is left whole, and so is its background`() {
        var painting = Painting()
        painting.cloth = SIMD3(10, 240, 10)
        painting.skin = SIMD3(20, 230, 20)
        #expect(ChromaKey.removing(.green, from: painting.pixels()) == nil)
    }

    @Test func `another background than was asked for is left`() {
        #expect(ChromaKey.removing(.green, from: Painting(background: SIMD3(255, 255, 255)).pixels()) == nil)
        #expect(ChromaKey.removing(.green, from: Painting(background: SIMD3(255, 0, 255)).pixels()) == nil)
        #expect(ChromaKey.removing(.green, from: Painting(background: SIMD3(60, 90, 60)).pixels()) == nil)
    }

    @Test func `a background that is not plain is left`() {
        var pixels = Painting().pixels()
        for y in 0..<96 { for x in 0..<96 { pixels.bytes[(y * 96 + x) * 4 + 1] = UInt8(x * 2) } }
        #expect(ChromaKey.removing(.green, from: pixels) == nil)
    }

    @Test func `a picture of nothing but background is left`() {
        let nothing = Pixels(width: 96, height: 96, red: 0, green: 255, blue: 0, alpha: 255)
        #expect(ChromaKey.removing(.green, from: nothing) == nil)
    }
}
