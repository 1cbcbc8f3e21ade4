import CharacterArt
import Testing

@testable import Generation

@Suite struct CharacterPromptTests {
    private static let opening =
        "One friendly collectible vinyl toy figure, head and shoulders, front view, centred, the whole head in the "
        + "picture with a margin around it. Clean shapes, smooth matte material, soft even studio light. "
    private static let closing = " No text, letters, logos, brands, watermark, frame or second figure."

    @Test(arguments: [
        (
            CharacterOptions.plain, CharacterPrompt.Background.clear,
            "The figure is a teenage girl with olive skin, green eyes and blue hair: a round afro. Clothing: a red "
                + "hoodie, plain, without print. No glasses, no hat, no headphones, no other accessories. Transparent "
                + "background: nothing behind the figure, no shadow."
        ),
        (
            CharacterOptions(
                gender: .male, ageGroup: .youngAdult, skinTone: .porcelain, hairStyle: .combover,
                hairColor: .darkBlonde, clothing: .henley, clothingColor: .orange, eyeColor: .hazel,
                accessories: [.beanie, .cap, .sunglasses, .glasses, .headphones]),
            .white,
            "The figure is a man in his early twenties with porcelain skin, hazel eyes and dark blonde hair: a "
                + "combover, combed across to one side. Clothing: an orange henley shirt, plain, without print. "
                + "Wearing sunglasses with dark lenses, over the eyes; and a beanie pulled down on the hair; and "
                + "headphones on the ears, their band over the hat; no other accessories. Background: plain pure "
                + "white, without shadow."
        ),
        (
            CharacterOptions(
                ageGroup: .kid, skinTone: .deep, hairStyle: .buns, hairColor: .black, clothing: .tshirt,
                clothingColor: .green, eyeColor: .dark, accessories: [.glasses]),
            .key(.magenta),
            "The figure is a girl of about 6 with deep skin, dark eyes and black hair: two buns on top. Clothing: a "
                + "green T-shirt (tshirt), plain, without print. Wearing glasses with clear lenses; no other "
                + "accessories. Background: one flat, evenly lit, pure bright magenta (#FF00FF), the same from edge to "
                + "edge; no shadow, gradient, floor or reflection of it. No magenta on the figure."
        ),
    ])
    func `options become these words`(
        _ options: CharacterOptions, _ background: CharacterPrompt.Background, _ words: String
    ) {
        #expect(CharacterPrompt.text(for: options, background: background) == Self.opening + words + Self.closing)
    }

    @Test func `a colour that the character has is not forbidden`() {
        let text = CharacterPrompt.text(for: .plain, background: .key(.green))
        #expect(text.contains("green eyes") && !text.contains("No green"))
    }

    @Test func `no look needs more words than the strictest model takes`() {
        for style in HairStyle.allCases {
            for clothing in Clothing.allCases {
                let options = CharacterOptions(
                    gender: .female, ageGroup: .youngAdult, skinTone: .porcelain, hairStyle: style,
                    hairColor: .darkBlonde, clothing: clothing, clothingColor: .orange, eyeColor: .hazel,
                    accessories: [.sunglasses, .beanie, .headphones])
                for background in [CharacterPrompt.Background.clear, .white, .key(.magenta)] {
                    let text = CharacterPrompt.text(for: options, background: background)
                    #expect(text.count <= CharacterPrompt.maximumLength, "\(style), \(clothing): \(text.count)")
                }
            }
        }
    }
}
