import CharacterArt
import Testing

@Suite struct ContactSheetTests {
    @Test func `has a name of its own for every theme`() {
        let names = ContactSheet.gallery.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.contains("hair") && names.contains("garments") && names.contains("seeds"))
    }

    @Test func `draws a grid with every cell filled`() throws {
        let sheet = try #require(ContactSheet.gallery.first { $0.name == "ages" })
        let picture = try Picture(png: try sheet.draw(cellSide: 64))
        #expect(picture.width == 8 + 5 * 72)
        #expect(picture.height == 8 + 2 * 92)
        for row in 0..<2 {
            for column in 0..<5 {
                #expect(picture[8 + column * 72 + 32, 8 + row * 92 + 32] != [0xf3, 0xf1, 0xee, 255])
            }
        }
    }

    @Test(arguments: [0, 63, 301])
    func `refuses a cell's side out of range`(side: Int) {
        #expect(throws: IllustratorError.sideOutOfRange(side)) { try ContactSheet.gallery[0].draw(cellSide: side) }
    }
}
