import Generation
import Testing

@Suite struct PictureTests {
    @Test(arguments: [1_024, 2_048, 4_096])
    func `a square PNG of a size that is delivered is a picture`(_ side: Int) throws {
        #expect(try Picture.blank(side: side).png.count > 33)
    }

    @Test(arguments: [0, 1, 1_023, 4_097, 14_000])
    func `another size is refused`(_ side: Int) {
        #expect { try Picture.blank(side: side) } throws: { error in
            if case GeneratorError.unusablePicture = error { true } else { false }
        }
    }

    @Test(arguments: [[], [0x89], Array("<html>a page that says sorry, at some length</html>".utf8)] as [[UInt8]])
    func `what is no PNG is refused`(_ bytes: [UInt8]) {
        #expect { try Picture(png: bytes, isTransparent: true) } throws: { error in
            if case GeneratorError.unusablePicture = error { true } else { false }
        }
    }

    @Test func `a PNG of which a byte is missing or changed is refused`() throws {
        let png = try Picture.blank().png
        for index in png.indices {
            #expect(throws: GeneratorError.self) { try Picture(png: Array(png[..<index]), isTransparent: true) }
            var changed = png
            changed[index] ^= 1
            #expect(throws: GeneratorError.self) { try Picture(png: changed, isTransparent: true) }
        }
        #expect(throws: GeneratorError.self) { try Picture(png: png + [0], isTransparent: true) }
    }
}
