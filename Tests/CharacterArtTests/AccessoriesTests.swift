import CharacterArt
import Testing

@Suite struct AccessoriesTests {
    @Test(
        arguments: [
            ([], []),
            ([.none], []),
            ([.glasses, .sunglasses], [.glasses]),
            ([.sunglasses, .glasses], [.sunglasses]),
            ([.beanie, .cap], [.beanie]),
            ([.none, .cap, .none, .cap], [.cap]),
            ([.cap, .headphones, .beanie, .sunglasses, .glasses], [.sunglasses, .headphones, .cap]),
        ] as [([Accessory], [Accessory])])
    func `wears the first named of each place`(named: [Accessory], worn: [Accessory]) {
        #expect(Accessories(named).worn == worn)
    }

    @Test func `is equal however the same look was named`() {
        #expect(Accessories([.cap, .glasses]) == Accessories([.none, .glasses, .cap, .sunglasses, .cap]))
    }

    @Test func `is read from a name and from an array of names`() throws {
        let one = try CharacterOptions(fields: .sample.with("accessories", .string("beanie")))
        let many = try CharacterOptions(
            fields: .sample.with("accessories", .array([.string("beanie"), .string("cap")])))
        #expect(one.accessories == [.beanie])
        #expect(one == many)
    }

    @Test func `refuses an array with anything but names in it`() {
        #expect(throws: InvalidOption.self) {
            try CharacterOptions(fields: .sample.with("accessories", .array([.string("cap"), .integer(1)])))
        }
    }
}
