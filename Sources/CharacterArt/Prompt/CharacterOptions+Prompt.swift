extension CharacterOptions {
    /// The character that a prompt in English describes, or `nil` if it speaks of none.
    ///
    /// Words that the illustrator knows set options; what is not said has a default, and all else is passed
    /// over. ``sentence`` says what was understood, and is understood as the same character again.
    public init?(prompt: String, transparent: Bool = true) {
        var reading = PromptReading()
        for word in PromptWords.words(of: prompt) { reading.take(word) }
        reading.end()
        guard reading.isOfCharacter else { return nil }
        self = reading.options(transparent: transparent)
    }

    /// The options in one sentence.
    public var sentence: String {
        let hair = "\(hairColor.words) hair \(Self.cut(hairStyle))"
        var worn = ["a \(clothingColor.words) \(Self.garment(clothing))"]
        worn += accessories.worn.map { Self.article($0) + $0.words }
        let last = worn.removeLast()
        let list = worn.isEmpty ? last : worn.joined(separator: ", ") + " and " + last
        return "\(Self.subject(gender, ageGroup)) with \(skinTone.words) skin, \(eyeColor.words) eyes and \(hair), "
            + "wearing \(list)."
    }

    private static func subject(_ gender: Gender, _ age: AgeGroup) -> String {
        let isMale = gender == .male
        return switch age {
        case .kid: isMale ? "A little boy" : "A little girl"
        case .preteen: isMale ? "A preteen boy" : "A preteen girl"
        case .teen: isMale ? "A teenage boy" : "A teenage girl"
        case .youngAdult: isMale ? "A young man" : "A young woman"
        case .adult: isMale ? "An adult man" : "An adult woman"
        }
    }

    private static func cut(_ style: HairStyle) -> String {
        switch style {
        case .bob, .ponytail, .pixie, .undercut, .quiff, .afro: "in a \(style.rawValue)"
        case .buns: "in buns"
        case .sidepart: "in a side part"
        case .buzz: "in a buzz cut"
        case .combover: "in a comb-over"
        case .long, .messy, .curly: "that is \(style.rawValue)"
        }
    }

    private static func garment(_ clothing: Clothing) -> String {
        switch clothing {
        case .tshirt: "T-shirt"
        case .tank: "tank top"
        case .polo: "polo shirt"
        case .buttonup: "button-up shirt"
        default: clothing.rawValue
        }
    }

    private static func article(_ accessory: Accessory) -> String {
        switch accessory {
        case .cap, .beanie: "a "
        case .none, .glasses, .sunglasses, .headphones: ""
        }
    }
}

extension RawRepresentable<String> {
    fileprivate var words: String { rawValue.replacing("_", with: " ") }
}
