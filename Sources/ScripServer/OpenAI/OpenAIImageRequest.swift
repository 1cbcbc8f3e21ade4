import CharacterArt
import Generation

/// The body of `POST /v1/images/generations`, checked field by field.
///
/// Fields that ask for what every picture here is, or that change nothing, are taken: `user`, `moderation`,
/// `style`. What cannot be given is refused rather than passed over, for the picture costs.
struct OpenAIImageRequest {
    let options: CharacterOptions
    let responseFormat: ResponseFormat
    let count: Int
    /// As the generator does by itself if `nil`.
    let quality: PictureQuality?

    enum ResponseFormat: String, CaseIterable {
        case url
        case b64JSON = "b64_json"
    }

    /// The longest prompt, in Unicode scalars, as of OpenAI's.
    static let maximumPromptLength = 32_000

    init(_ fields: [String: FieldValue]) throws(APIError) {
        let fields = OpenAIFields(values: fields)
        let prompt = try fields.text("prompt")
        let model = try fields.optionalText("model") ?? OpenAIModel.character.id
        guard OpenAIModel.named(model) != nil else { throw OpenAIModel.unknown }
        let counts = GenerationOrder.counts
        count = Int(try fields.number("n", Int64(counts.lowerBound)...Int64(counts.upperBound)) ?? 1)
        try fields.require("size", ["auto", "1024x1024"])
        let quality = try fields.require("quality", ["auto", "low", "medium", "high", "standard", "hd"])
        self.quality = quality.flatMap { PictureQuality(openAI: $0) }
        try fields.require("output_format", ["png"])
        try fields.require("stream", false)
        let background = try fields.require("background", ["auto", "transparent", "opaque"])
        let format = try fields.require("response_format", ResponseFormat.allCases.map(\.rawValue))
        responseFormat =
            format.flatMap { ResponseFormat(rawValue: $0) } ?? (model.hasPrefix("gpt-image") ? .b64JSON : .url)
        options = try Self.options(prompt, isTransparent: background != "opaque")
    }

    private static func options(_ prompt: String, isTransparent: Bool) throws(APIError) -> CharacterOptions {
        guard prompt.unicodeScalars.count <= maximumPromptLength else {
            throw APIError(invalid: "prompt", "prompt must have at most \(maximumPromptLength) characters.")
        }
        guard let options = CharacterOptions(prompt: prompt, transparent: isTransparent) else {
            throw APIError(
                invalid: "prompt",
                "prompt must describe a character, such as: a teenage girl with long blue hair and a red hoodie. "
                    + "Nothing was charged.")
        }
        return options
    }
}

/// The fields of a body, each asked for by its name.
private struct OpenAIFields {
    let values: [String: FieldValue]

    func text(_ name: String) throws(APIError) -> String {
        guard let text = try optionalText(name) else {
            throw APIError(invalid: name, "\(name) is missing; it must be a string.")
        }
        return text
    }

    func optionalText(_ name: String) throws(APIError) -> String? {
        switch values[name] ?? .null {
        case .null: return nil
        case .string(let text): return text
        case let other: throw APIError(invalid: name, "\(name) must be a string; got \(other.kind).")
        }
    }

    @discardableResult
    func require(_ name: String, _ allowed: [String]) throws(APIError) -> String? {
        guard let text = try optionalText(name) else { return nil }
        guard allowed.contains(text) else {
            throw APIError(invalid: name, "\(name) must be \(allowed.joined(separator: " or ")).", allowed: allowed)
        }
        return text
    }

    func number(_ name: String, _ range: ClosedRange<Int64>) throws(APIError) -> Int64? {
        switch values[name] ?? .null {
        case .null: return nil
        case .integer(let number) where range.contains(number): return number
        default:
            throw APIError(
                invalid: name, "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
    }

    func require(_ name: String, _ flag: Bool) throws(APIError) {
        switch values[name] ?? .null {
        case .null, .bool(flag): return
        default: throw APIError(invalid: name, "\(name) must be \(flag).")
        }
    }
}

extension PictureQuality {
    /// The quality that OpenAI's models call so, those of DALL·E 3 among them; `nil` for `auto`.
    fileprivate init?(openAI name: String) {
        switch name {
        case "standard": self = .medium
        case "hd": self = .high
        default: self.init(rawValue: name)
        }
    }
}
