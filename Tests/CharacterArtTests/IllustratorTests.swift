import CharacterArt
import Testing

@Suite struct IllustratorTests {
    private let illustrator = Illustrator()

    @Test func `draws 1024 pixels square unless told otherwise`() throws {
        let picture = try Picture(png: try illustrator.draw(.sample))
        #expect(picture.width == 1024)
        #expect(picture.height == 1024)
    }

    @Test(arguments: [64, 100, 321])
    func `draws the side asked for`(side: Int) throws {
        let picture = try Picture(png: try illustrator.draw(.sample, side: side))
        #expect(picture.width == side)
        #expect(picture.height == side)
    }

    @Test(arguments: [Int.min, -1, 0, 63, 4097, .max])
    func `refuses a side out of range`(side: Int) {
        #expect(throws: IllustratorError.sideOutOfRange(side)) { try illustrator.draw(.sample, side: side) }
    }

    @Test func `is really transparent around the figure, and opaque within it`() throws {
        let picture = try Picture(png: try illustrator.draw(.sample, side: 128))
        #expect(picture.hasAlpha)
        #expect(picture.corners.allSatisfy { $0 == [0, 0, 0, 0] })
        #expect(picture[64, 64][3] == 255)
    }

    @Test func `is white around the figure if it may not be transparent`() throws {
        let picture = try Picture(png: try illustrator.draw(.sample.with(\.transparent, false), side: 128))
        #expect(!picture.hasAlpha)
        #expect(picture.corners.allSatisfy { $0 == [255, 255, 255, 255] })
    }

    @Test func `draws the same bytes for the same options`() throws {
        let first = try illustrator.draw(.sample, side: 200)
        #expect(try Illustrator().draw(.sample, side: 200) == first)
    }

    @Test func `draws on many threads at once as it does on one`() async throws {
        let styles = HairStyle.allCases
        let alone = try styles.map { try illustrator.draw(.sample.with(\.hairStyle, $0), side: 64) }
        let together = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for (index, style) in styles.enumerated() {
                group.addTask { @concurrent in
                    (index, try Illustrator().draw(.sample.with(\.hairStyle, style), side: 64))
                }
            }
            return try await group.reduce(into: [Int: [UInt8]]()) { $0[$1.0] = $1.1 }
        }
        #expect(styles.indices.map { together[$0] } == alone)
    }

    @Test(arguments: Gender.allCases, AgeGroup.allCases)
    func `leaves a margin at every edge but the foot`(gender: Gender, age: AgeGroup) throws {
        for style in HairStyle.allCases {
            let options = CharacterOptions.sample.with(\.gender, gender).with(\.ageGroup, age)
                .with(\.hairStyle, style).with(\.accessories, [.beanie, .headphones])
            for options in [options, options.with(\.accessories, .none)] {
                let picture = try Picture(png: try illustrator.draw(options, side: 64))
                let rim = (0..<64).flatMap { [picture[$0, 0], picture[0, $0], picture[63, $0], picture[$0, 63]] }
                #expect(rim.allSatisfy { $0[3] == 0 }, "\(style)")
            }
        }
    }
}
