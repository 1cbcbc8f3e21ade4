import CharacterArt
import Testing

struct PromptTests {
    private func options(_ prompt: String) throws -> CharacterOptions {
        try #require(CharacterOptions(prompt: prompt), "Nothing of a character was found in: \(prompt)")
    }

    @Test func `a sentence about somebody sets what it says`() throws {
        let options = try options(
            "A teenage girl with long blue hair, green eyes and olive skin, wearing a red hoodie and glasses")
        #expect(
            options
                == CharacterOptions(
                    gender: .female, ageGroup: .teen, skinTone: .olive, hairStyle: .long, hairColor: .blue,
                    clothing: .hoodie, clothingColor: .red, eyeColor: .green, accessories: [.glasses]))
    }

    @Test func `what is not said has its default`() throws {
        #expect(
            try options("a character")
                == CharacterOptions(
                    gender: .female, ageGroup: .teen, skinTone: .medium, hairStyle: .long, hairColor: .brown,
                    clothing: .tshirt, clothingColor: .blue, eyeColor: .brown))
        #expect(try options("a boy").hairStyle == .sidepart)
    }

    @Test(arguments: [
        ("a man", Gender.male, AgeGroup.adult), ("a young woman", .female, .youngAdult), ("little boy", .male, .kid),
        ("an 8 year old girl", .female, .kid), ("a 12-year-old boy", .male, .preteen), ("boy, 15 years", .male, .teen),
        ("a 25 year old man", .male, .youngAdult), ("a 60 year old lady", .female, .adult),
    ])
    func `gender and age are told from words and numbers`(prompt: String, gender: Gender, age: AgeGroup) throws {
        #expect(try options(prompt).gender == gender)
        #expect(try options(prompt).ageGroup == age)
    }

    @Test(arguments: [
        ("blonde hair", HairColor.blonde), ("a brunette", .brown), ("redhead girl", .ginger),
        ("dark brown hair", .darkBrown),
        ("her hair is silver", .grey), ("dark-blonde hair", .darkBlonde), ("a black bob", .black),
        ("blond-haired", .blonde),
    ])
    func `the colour of hair is told from what is said of it`(prompt: String, color: HairColor) throws {
        #expect(try options(prompt).hairColor == color)
    }

    @Test func `qualities belong to the thing that they are said of`() throws {
        let options = try options("blue-eyed boy, dark skinned, curly black hair, a white T-shirt")
        #expect(options.eyeColor == .blue)
        #expect(options.skinTone == .dark)
        #expect(options.hairStyle == .curly)
        #expect(options.hairColor == .black)
        #expect(options.clothing == .tshirt)
        #expect(options.clothingColor == .white)
    }

    @Test func `a colour behind in is that of the clothes`() throws {
        let options = try options("a girl in purple with green eyes")
        #expect(options.clothingColor == .purple)
        #expect(options.eyeColor == .green)
    }

    @Test func `what is denied is not worn`() throws {
        #expect(try options("a boy without glasses, no hat, with headphones").accessories == [.headphones])
    }

    @Test(arguments: ["", "a sunset over the sea", "blue and green", "🎨", "1234", "the quick fox jumps"])
    func `a prompt that speaks of nobody is none`(prompt: String) {
        #expect(CharacterOptions(prompt: prompt) == nil)
    }

    @Test func `every look, said in a sentence, is understood as that look`() throws {
        for gender in Gender.allCases {
            for age in AgeGroup.allCases {
                for (index, style) in HairStyle.allCases.enumerated() {
                    for (offset, garment) in Clothing.allCases.enumerated() {
                        // Every value of the other options comes up, and every pair of neighbours.
                        let look = CharacterOptions(
                            gender: gender, ageGroup: age, skinTone: SkinTone.allCases[(index + offset) % 8],
                            hairStyle: style, hairColor: HairColor.allCases[(index * 5 + offset) % 12],
                            clothing: garment, clothingColor: ClothingColor.allCases[(index + offset * 3) % 11],
                            eyeColor: EyeColor.allCases[(index + offset) % 6],
                            accessories: Accessories([Accessory.allCases[(index + offset) % 6]]))
                        #expect(CharacterOptions(prompt: look.sentence) == look, "\(look.sentence)")
                    }
                }
            }
        }
    }
}
