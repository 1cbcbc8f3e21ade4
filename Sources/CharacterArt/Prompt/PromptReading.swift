/// What was understood of a prompt so far, word by word.
///
/// Qualities gather until the thing comes that they are said of: `long blue hair`. Behind `is` and `are` they
/// are said of the thing before. Of two things said of the same option, the first counts.
struct PromptReading {
    private var gender: Gender?
    private var age: AgeGroup?
    private var isGrown = false
    private var skinTone: SkinTone?
    private var hairStyle: HairStyle?
    private var hairColor: HairColor?
    private var clothing: Clothing?
    private var clothingColor: ClothingColor?
    private var eyeColor: EyeColor?
    private var accessories: [Accessory] = []

    private enum Thing { case hair, eyes, skin, clothes }

    private var qualities: [String] = []
    private var subject: Thing?
    private var isBehindCopula = false
    private var isWithin = false
    private var isNegated = false
    private var number: Int?
    private(set) var isOfCharacter = false

    mutating func take(_ word: String) {
        guard let meaning = PromptWords.meaning(of: word) else { return }
        switch meaning {
        case .quality: take(quality: word)
        case .turn, .within, .copula, .negation: take(grammar: meaning)
        case .number(let number): self.number = number
        case .year: take(years: number)
        case .gender, .age, .grown, .somebody: take(person: meaning)
        case .garment, .accessory, .cut, .hair, .eyes, .skin: take(thing: meaning, word: word)
        }
    }

    mutating func end() {
        settle()
    }

    func options(transparent: Bool) -> CharacterOptions {
        let gender = gender ?? .female
        return CharacterOptions(
            gender: gender, ageGroup: age ?? (isGrown ? .adult : .teen), skinTone: skinTone ?? .medium,
            hairStyle: hairStyle ?? (gender == .male ? .sidepart : .long), hairColor: hairColor ?? .brown,
            clothing: clothing ?? .tshirt, clothingColor: clothingColor ?? .blue, eyeColor: eyeColor ?? .brown,
            accessories: Accessories(accessories), transparent: transparent)
    }

    private mutating func take(quality word: String) {
        guard isBehindCopula, let subject else {
            qualities.append(word)
            return
        }
        qualities = [word]
        describe(subject)
        qualities = []
    }

    private mutating func take(grammar meaning: PromptWords.Meaning) {
        switch meaning {
        case .copula: isBehindCopula = true
        case .negation:
            settle()
            isNegated = true
        case .within:
            settle()
            isWithin = true
        default: settle()
        }
    }

    /// Drops what was said of nothing, but for a colour behind `in`, which is that of the clothes.
    private mutating func settle() {
        if isWithin { describe(.clothes) }
        qualities = []
        isWithin = false
        isNegated = false
        isBehindCopula = false
    }

    private mutating func take(years: Int?) {
        guard let years else { return }
        switch years {
        case ..<10: age = age ?? .kid
        case ..<13: age = age ?? .preteen
        case ..<18: age = age ?? .teen
        case ..<30: age = age ?? .youngAdult
        default: age = age ?? .adult
        }
        number = nil
        isOfCharacter = true
    }

    private mutating func take(person meaning: PromptWords.Meaning) {
        isOfCharacter = true
        switch meaning {
        case .gender(let gender): self.gender = self.gender ?? gender
        case .age(let age): self.age = self.age ?? age
        case .grown(let gender):
            self.gender = self.gender ?? gender
            isGrown = true
        default: break
        }
    }

    private mutating func take(thing meaning: PromptWords.Meaning, word: String) {
        defer {
            qualities = []
            isWithin = false
            isNegated = false
            isBehindCopula = false
        }
        guard !isNegated else { return }
        isOfCharacter = true
        switch meaning {
        case .garment(let garment):
            clothing = clothing ?? garment
            describe(.clothes)
        case .accessory(let accessory): accessories.append(accessory)
        case .cut(let style):
            hairStyle = hairStyle ?? style
            describe(.hair)
        case .hair:
            qualities.append(word)
            describe(.hair)
        case .eyes: describe(.eyes)
        case .skin: describe(.skin)
        default: break
        }
    }

    /// Says the gathered qualities of a thing; of several, the one nearest to it counts.
    private mutating func describe(_ thing: Thing) {
        subject = thing
        for word in qualities.reversed() {
            switch thing {
            case .hair:
                hairColor = hairColor ?? PromptWords.hairColors[word]
                hairStyle = hairStyle ?? PromptWords.ways[word]
            case .eyes: eyeColor = eyeColor ?? PromptWords.eyeColors[word]
            case .skin: skinTone = skinTone ?? PromptWords.skinTones[word]
            case .clothes: clothingColor = clothingColor ?? PromptWords.clothColors[word]
            }
        }
    }
}
