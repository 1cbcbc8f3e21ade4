import CharacterArt
import Testing

@Suite struct EveryOptionTests {
    private static let side = 96

    /// A hundredth of the picture for what is large, less for what is small, such as an iris.
    @Test func `every value changes the picture from every other value`() throws {
        try expectAllDiffer(\.gender, Gender.allCases, by: 60)
        try expectAllDiffer(\.ageGroup, AgeGroup.allCases, by: 90)
        try expectAllDiffer(\.skinTone, SkinTone.allCases, by: 90)
        try expectAllDiffer(\.hairStyle, HairStyle.allCases, by: 90)
        try expectAllDiffer(\.hairColor, HairColor.allCases, by: 90)
        try expectAllDiffer(\.clothing, Clothing.allCases, by: 60)
        try expectAllDiffer(\.clothingColor, ClothingColor.allCases, by: 90)
        try expectAllDiffer(\.eyeColor, EyeColor.allCases, by: 12)
        try expectAllDiffer(\.accessories, Accessory.allCases.map { Accessories(CollectionOfOne($0)) }, by: 40)
        try expectAllDiffer(\.transparent, [true, false], by: 90)
    }

    @Test(arguments: HairStyle.allCases)
    func `every hair style is another picture for each gender`(style: HairStyle) throws {
        try expectAllDiffer(\.gender, Gender.allCases, by: 60, from: .sample.with(\.hairStyle, style))
    }

    @Test(arguments: [Accessories([.cap]), Accessories([.beanie])])
    func `every hair style shows under a hat`(hat: Accessories) throws {
        try expectAllDiffer(\.hairStyle, HairStyle.allCases, by: 8, from: .sample.with(\.accessories, hat))
    }

    @Test func `seeds vary small things only`() throws {
        let plain = try picture(of: .sample)
        for seed in UInt32(1)...12 {
            let difference = try picture(of: .sample.with(\.seed, seed)).difference(from: plain)
            #expect(difference > 8, "seed \(seed)")
            #expect(difference < Self.side * Self.side / 8, "seed \(seed)")
        }
    }

    private func expectAllDiffer<Value>(
        _ path: WritableKeyPath<CharacterOptions, Value>, _ values: [Value], by pixels: Int,
        from options: CharacterOptions = .sample
    ) throws {
        let pictures = try values.map { try picture(of: options.with(path, $0)) }
        for one in values.indices {
            for other in values.indices.dropFirst(one + 1) {
                let difference = pictures[one].difference(from: pictures[other])
                #expect(difference >= pixels, "\(values[one]) and \(values[other])")
            }
        }
    }

    private func picture(of options: CharacterOptions) throws -> Picture {
        try Picture(png: try Illustrator().draw(options, side: Self.side))
    }
}
