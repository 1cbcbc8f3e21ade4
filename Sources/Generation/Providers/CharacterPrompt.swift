import CharacterArt

/// Options in words, for a generator that takes a prompt: style, subject, what is worn, background, and
/// what must not be there. The one place where a picture is put into words.
enum CharacterPrompt {
    /// The most characters that a prompt has: what the strictest of the models takes.
    static let maximumLength = 1_000

    /// What is to be behind the character.
    enum Background: Equatable, Sendable {
        /// Nothing, of a model that can make it so.
        case clear
        /// White.
        case white
        /// A colour that is removed afterwards.
        case key(KeyColor)
    }

    static func text(for options: CharacterOptions, background: Background) -> String {
        [
            "One friendly collectible vinyl toy figure, head and shoulders, front view, centred, the whole head in "
                + "the picture with a margin around it. Clean shapes, smooth matte material, soft even studio light.",
            "The figure is \(subject(options)) with \(words(options.skinTone)) skin, \(words(options.eyeColor)) eyes "
                + "and \(words(options.hairColor)) hair: \(hair(options.hairStyle)).",
            "Clothing: \(garment(options)).",
            worn(options.accessories),
            setting(background, options),
            "No text, letters, logos, brands, watermark, frame or second figure.",
        ].joined(separator: " ")
    }

    private static func subject(_ options: CharacterOptions) -> String {
        let isMale = options.gender == .male
        return switch options.ageGroup {
        case .kid: isMale ? "a boy of about 6" : "a girl of about 6"
        case .preteen: isMale ? "a boy of about 11" : "a girl of about 11"
        case .teen: isMale ? "a teenage boy" : "a teenage girl"
        case .youngAdult: isMale ? "a man in his early twenties" : "a woman in her early twenties"
        case .adult: isMale ? "a man of about 40" : "a woman of about 40"
        }
    }

    private static func hair(_ style: HairStyle) -> String {
        switch style {
        case .bob: "a chin-length bob"
        case .ponytail: "a high ponytail"
        case .buns: "two buns on top"
        case .long: "long and loose, over the shoulders"
        case .pixie: "a short pixie cut"
        case .undercut: "an undercut, long on top, shaved at the sides"
        case .quiff: "a quiff, brushed up at the front"
        case .sidepart: "short, with a neat side part (sidepart)"
        case .buzz: "a very short buzz cut"
        case .combover: "a combover, combed across to one side"
        case .messy: "short and messy"
        case .afro: "a round afro"
        case .curly: "full and curly"
        }
    }

    private static func garment(_ options: CharacterOptions) -> String {
        let color = words(options.clothingColor)
        let article = color.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        let name =
            switch options.clothing {
            case .tshirt: "T-shirt (tshirt)"
            case .tank: "tank top"
            case .buttonup: "button-up shirt (buttonup)"
            case .polo: "polo shirt"
            case .henley: "henley shirt"
            case .hoodie, .sweater, .jacket, .dress, .blouse: words(options.clothing)
            }
        return "\(article) \(color) \(name), plain, without print"
    }

    /// At most one thing in each place, each with how it sits beside the others.
    private static func worn(_ accessories: Accessories) -> String {
        var things: [String] = []
        switch accessories.eyewear {
        case .glasses: things.append("glasses with clear lenses")
        case .sunglasses: things.append("sunglasses with dark lenses, over the eyes")
        case nil: break
        }
        switch accessories.headwear {
        case .cap: things.append("a cap on the hair")
        case .beanie: things.append("a beanie pulled down on the hair")
        case nil: break
        }
        if accessories.hasHeadphones {
            things.append(
                accessories.headwear == nil
                    ? "headphones on the ears" : "headphones on the ears, their band over the hat")
        }
        guard !things.isEmpty else { return "No glasses, no hat, no headphones, no other accessories." }
        return "Wearing \(things.joined(separator: "; and ")); no other accessories."
    }

    private static func setting(_ background: Background, _ options: CharacterOptions) -> String {
        switch background {
        case .clear:
            return "Transparent background: nothing behind the figure, no shadow."
        case .white:
            return "Background: plain pure white, without shadow."
        case .key(let color):
            let plain =
                "Background: one flat, evenly lit, \(color.words), the same from edge to edge; no shadow, gradient, "
                + "floor or reflection of it."
            return color.presence(in: options) > 0 ? plain : plain + " No \(color.rawValue) on the figure."
        }
    }

    private static func words(_ value: some OptionValue) -> String {
        value.rawValue.split(separator: "_").joined(separator: " ")
    }
}
