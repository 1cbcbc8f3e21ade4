import CharacterArt

/// Options in words, for a generator that takes a prompt.
enum CharacterPrompt {
    static func text(for options: CharacterOptions) -> String {
        var sentences = [
            "A friendly collectible vinyl toy figure, head and shoulders, front view, centred, soft studio light, "
                + "clean shapes, smooth matte material.",
            "Subject: \(subject(options)) with \(words(options.skinTone.rawValue)) skin, "
                + "\(words(options.eyeColor.rawValue)) eyes and \(words(options.hairColor.rawValue)) hair in the style "
                + "\"\(words(options.hairStyle.rawValue))\".",
            "Clothing: a \(words(options.clothingColor.rawValue)) \(words(options.clothing.rawValue)).",
        ]
        let worn = options.accessories.worn.map { words($0.rawValue) }
        sentences.append(worn.isEmpty ? "No accessories." : "Wearing \(worn.joined(separator: " and ")), nothing else.")
        sentences.append(options.transparent ? "Transparent background." : "Plain pure white background.")
        sentences.append("No text, no logos, no watermark, no frame, no second person.")
        return sentences.joined(separator: " ")
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

    private static func words(_ name: String) -> String {
        name.split(separator: "_").joined(separator: " ")
    }
}
