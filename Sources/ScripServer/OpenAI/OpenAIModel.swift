import HTTPTypes

/// What may be named as `model`, in OpenAI's words.
///
/// There is one: the names of OpenAI's own image models are taken for it, so that a program works here by
/// changing its base URL alone.
struct OpenAIModel: Encodable {
    let id: String
    let object = "model"
    /// When this model came to be: the beginning of 2026.
    let created: Int64 = 1_767_225_600
    let ownedBy = "scrip"

    static let character = OpenAIModel(id: "scrip-character")

    /// The names of OpenAI's models that are taken for ours.
    static let aliases: Set<String> = ["dall-e-2", "dall-e-3", "gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5"]

    static func named(_ name: String) -> OpenAIModel? {
        name == character.id || aliases.contains(name) ? character : nil
    }

    static var unknown: APIError {
        var error = APIError(.notFound, .notFound, "There is no such model. \(character.id) draws characters.")
        error.details.field = "model"
        return error
    }

    enum CodingKeys: String, CodingKey {
        case id, object, created
        case ownedBy = "owned_by"
    }
}

/// All models.
struct OpenAIModelList: Encodable {
    let object = "list"
    let data = [OpenAIModel.character]
}
