/// The words of a prompt, and what each of them means to the illustrator.
enum PromptWords {
    /// What a word means.
    enum Meaning {
        case gender(Gender)
        case age(AgeGroup)
        /// A grown person: an adult, unless something else is said of the age.
        case grown(Gender)
        case garment(Clothing)
        case accessory(Accessory)
        case cut(HairStyle)
        case hair, eyes, skin
        /// A word that says how something is: a colour, a tone, a way to wear the hair.
        case quality
        /// What follows is no longer said of the thing that comes: `with`, `wearing`.
        case turn
        /// What follows is said of the clothes, if it is a colour alone: `in`.
        case within
        /// What follows is said of the thing before: `is`, `are`.
        case copula
        case negation
        /// A word for a character as such.
        case somebody
        case number(Int)
        case year
    }

    /// Lower-case words and numbers; compounds that mean one thing are one word.
    static func words(of prompt: String) -> [String] {
        let parts = prompt.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        var words: [String] = []
        for part in parts {
            if let last = words.last, let compound = compounds[last + " " + part] {
                words[words.count - 1] = compound
            } else {
                words.append(part)
            }
        }
        return words
    }

    private static let compounds = [
        "t shirt": "tshirt", "tee shirt": "tshirt", "tank top": "tank", "polo shirt": "polo",
        "button up": "buttonup", "button down": "buttonup", "buttonup shirt": "buttonup", "henley shirt": "henley",
        "side part": "sidepart", "side parting": "sidepart", "buzz cut": "buzz", "comb over": "combover",
        "pixie cut": "pixie", "bob cut": "bob", "pony tail": "ponytail", "space buns": "buns",
        "dark brown": "darkbrown", "dark blonde": "darkblonde", "dark blond": "darkblonde",
        "navy blue": "navy", "young adult": "youngadult", "pre teen": "preteen", "light brown": "brown",
        "light blue": "blue", "dark blue": "navy", "dark green": "green", "light green": "green",
        "baseball cap": "cap", "sun glasses": "sunglasses", "head phones": "headphones", "knit cap": "beanie",
    ]

    static func meaning(of word: String) -> Meaning? {
        if let number = Int(word) { return .number(number) }
        return people[word] ?? things[word] ?? grammar[word] ?? (qualities.contains(word) ? .quality : nil)
    }

    private static let people: [String: Meaning] = [
        "girl": .gender(.female), "female": .gender(.female), "she": .gender(.female), "schoolgirl": .gender(.female),
        "boy": .gender(.male), "male": .gender(.male), "he": .gender(.male), "schoolboy": .gender(.male),
        "woman": .grown(.female), "lady": .grown(.female), "mother": .grown(.female),
        "man": .grown(.male), "guy": .grown(.male), "gentleman": .grown(.male), "father": .grown(.male),
        "kid": .age(.kid), "child": .age(.kid), "little": .age(.kid), "toddler": .age(.kid),
        "preteen": .age(.preteen), "tween": .age(.preteen),
        "teen": .age(.teen), "teenage": .age(.teen), "teenager": .age(.teen), "teenaged": .age(.teen),
        "young": .age(.youngAdult), "youngadult": .age(.youngAdult), "student": .age(.youngAdult),
        "adult": .age(.adult), "grown": .age(.adult), "old": .age(.adult), "elderly": .age(.adult),
        "character": .somebody, "person": .somebody, "avatar": .somebody, "portrait": .somebody, "face": .somebody,
        "people": .somebody, "somebody": .somebody, "figure": .somebody,
    ]

    private static let things: [String: Meaning] = [
        "tshirt": .garment(.tshirt), "tee": .garment(.tshirt), "hoodie": .garment(.hoodie),
        "sweatshirt": .garment(.hoodie), "sweater": .garment(.sweater), "jumper": .garment(.sweater),
        "pullover": .garment(.sweater), "jacket": .garment(.jacket), "coat": .garment(.jacket),
        "tank": .garment(.tank), "dress": .garment(.dress), "blouse": .garment(.blouse), "polo": .garment(.polo),
        "buttonup": .garment(.buttonup), "shirt": .garment(.buttonup), "henley": .garment(.henley),
        "glasses": .accessory(.glasses), "spectacles": .accessory(.glasses), "eyeglasses": .accessory(.glasses),
        "sunglasses": .accessory(.sunglasses), "shades": .accessory(.sunglasses),
        "headphones": .accessory(.headphones), "headset": .accessory(.headphones),
        "cap": .accessory(.cap), "hat": .accessory(.cap), "beanie": .accessory(.beanie),
        "bob": .cut(.bob), "ponytail": .cut(.ponytail), "buns": .cut(.buns), "bun": .cut(.buns), "pixie": .cut(.pixie),
        "undercut": .cut(.undercut), "quiff": .cut(.quiff), "sidepart": .cut(.sidepart), "buzz": .cut(.buzz),
        "combover": .cut(.combover), "afro": .cut(.afro), "curls": .cut(.curly), "redhead": .hair, "brunette": .hair,
        "hair": .hair, "haired": .hair, "hairstyle": .hair, "eyes": .eyes, "eyed": .eyes, "eye": .eyes,
        "skin": .skin, "skinned": .skin, "complexion": .skin,
    ]

    private static let grammar: [String: Meaning] = [
        "with": .turn, "wearing": .turn, "wears": .turn, "has": .turn, "having": .turn, "on": .turn, "who": .turn,
        "in": .within, "dressed": .within, "is": .copula, "are": .copula, "no": .negation, "without": .negation,
        "not": .negation, "year": .year, "years": .year,
    ]

    private static let qualities: Set<String> = Set(hairColors.keys).union(eyeColors.keys).union(skinTones.keys)
        .union(clothColors.keys).union(ways.keys)

    static let hairColors: [String: HairColor] = [
        "black": .black, "darkbrown": .darkBrown, "dark": .darkBrown, "brown": .brown, "brunette": .brown,
        "auburn": .auburn, "ginger": .ginger, "red": .ginger, "redhead": .ginger, "orange": .ginger,
        "darkblonde": .darkBlonde, "blonde": .blonde, "blond": .blonde, "golden": .blonde, "yellow": .blonde,
        "platinum": .platinum, "grey": .grey, "gray": .grey, "silver": .grey, "white": .white, "blue": .blue,
        "purple": .purple, "violet": .purple,
    ]
    static let eyeColors: [String: EyeColor] = [
        "dark": .dark, "black": .dark, "brown": .brown, "blue": .blue, "green": .green, "hazel": .hazel, "grey": .grey,
        "gray": .grey,
    ]
    static let skinTones: [String: SkinTone] = [
        "porcelain": .porcelain, "pale": .porcelain, "fair": .fair, "white": .fair, "light": .light, "medium": .medium,
        "tan": .medium, "tanned": .medium, "olive": .olive, "brown": .brown, "dark": .dark, "deep": .deep,
        "black": .deep, "ebony": .deep,
    ]
    static let clothColors: [String: ClothingColor] = [
        "white": .white, "black": .black, "navy": .navy, "red": .red, "blue": .blue, "green": .green,
        "yellow": .yellow, "purple": .purple, "violet": .purple, "pink": .pink, "orange": .orange, "teal": .teal,
        "turquoise": .teal, "cyan": .teal,
    ]
    /// Ways to wear the hair that are said of it, rather than named.
    static let ways: [String: HairStyle] = ["long": .long, "messy": .messy, "tousled": .messy, "curly": .curly]
}
