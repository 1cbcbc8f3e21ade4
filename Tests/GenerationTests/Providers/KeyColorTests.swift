import CharacterArt
import Testing

@testable import Generation

@Suite struct KeyColorTests {
    private func key(
        _ clothing: ClothingColor = .white, _ hair: HairColor = .brown, _ eyes: EyeColor = .brown
    ) -> KeyColor {
        KeyColor(
            for: CharacterOptions(
                skinTone: .medium, hairStyle: .bob, hairColor: hair, clothing: .tshirt, clothingColor: clothing,
                eyeColor: eyes))
    }

    @Test func `the background is green, unless something on the character is`() {
        #expect(key() == .green)
        #expect(key(.red, .ginger, .blue) == .green)
        #expect(key(.green) == .magenta)
        #expect(key(.teal) == .magenta)
        #expect(key(.white, .brown, .green) == .magenta)
        #expect(key(.pink, .brown, .green) == .blue)
    }

    @Test func `of colours that all occur the one is taken that there is least of`() {
        #expect(key(.pink, .blue, .green) == .green, "Eyes are small")
    }

    @Test func `no look has more of its background's colour than in its eyes and as a touch of another`() {
        for clothing in ClothingColor.allCases {
            for hair in HairColor.allCases {
                for eyes in EyeColor.allCases {
                    let options = CharacterOptions(
                        skinTone: .medium, hairStyle: .bob, hairColor: hair, clothing: .tshirt,
                        clothingColor: clothing, eyeColor: eyes)
                    let color = KeyColor(for: options)
                    #expect(color.presence(in: options) <= 3, "\(clothing), \(hair), \(eyes): \(color)")
                }
            }
        }
    }
}
