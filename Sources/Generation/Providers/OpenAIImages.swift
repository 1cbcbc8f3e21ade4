package import AsyncHTTPClient
import CharacterArt

/// The OpenAI-compatible Images API: `POST BASE/images/generations`.
///
/// Source: OpenAI API reference, "Create image". GPT Image models always send base64 and know
/// backgrounds and formats; DALL·E models, and servers that imitate them, take `response_format`.
package struct OpenAIImages: ImageAPI {
    package let provider = "openai"
    package let model: String

    private let baseURL: String
    private let apiKey: String
    private let quality: String
    private let side: Int
    private let asksForAddress: Bool

    /// - Parameters:
    ///   - baseURL: The address under which `images/generations` lies, `/v1` included.
    ///   - apiKey: The key for it.
    ///   - quality: `low`, `medium`, `high`, `xhigh`, `max` or `auto`; which of them is the model's business.
    ///   - side: In pixels.
    ///   - asksForAddress: Whether a model that can do either is to send an address rather than base64.
    package init(
        baseURL: String, apiKey: String, model: String, quality: String = "medium", side: Int = 1_024,
        asksForAddress: Bool = false
    ) {
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.model = model
        self.quality = quality
        self.side = side
        self.asksForAddress = asksForAddress
    }

    private enum Family {
        case gptImage
        case dallE3
        /// DALL·E 2, and models of other servers: what all of them understand.
        case plain
    }

    private var family: Family {
        // Gateways put the maker in front of the name: `azure/gpt-image-1.5`.
        if model.contains("gpt-image") || model.contains("chatgpt-image") { return .gptImage }
        return model.contains("dall-e-3") ? .dallE3 : .plain
    }

    package var makesClearBackgrounds: Bool { family == .gptImage }

    package var defaultQuality: PictureQuality { PictureQuality(rawValue: quality) ?? .medium }

    package func request(for prompt: String, of picture: PictureSpecification) throws -> HTTPClientRequest {
        var body = ImageRequest(model: model, prompt: prompt, n: 1, size: "\(side)x\(side)")
        // What the owner has set and orders cannot name, such as `auto`, stands for all of them.
        let quality = PictureQuality(rawValue: quality) == nil ? quality : picture.quality.rawValue
        switch family {
        case .gptImage:
            body.quality = quality
            body.background = picture.options.transparent ? "transparent" : "opaque"
            body.output_format = "png"
        case .dallE3:
            body.quality = ["high", "xhigh", "max"].contains(quality) ? "hd" : "standard"
            body.response_format = asksForAddress ? "url" : "b64_json"
        case .plain:
            body.response_format = asksForAddress ? "url" : "b64_json"
        }
        return try .post(body, to: baseURL + "/images/generations", header: "Authorization", "Bearer \(apiKey)")
    }

    package func requestID(of answer: ProviderAnswer) -> String? { answer.header("x-request-id") }

    package func picture(in answer: ProviderAnswer) throws(GeneratorError) -> ProviderPicture {
        guard answer.status == 200 else { throw problem(in: answer) }
        guard let image = answer.decoded(Images.self)?.data.first else {
            throw .unusablePicture("an answer without a picture")
        }
        if let text = image.b64_json { return .base64(text) }
        guard let address = image.url else { throw .unusablePicture("an answer without a picture") }
        return .address(address)
    }

    private func problem(in answer: ProviderAnswer) -> GeneratorError {
        let details = answer.decoded(Problem.self)?.error
        let requestID = requestID(of: answer)
        if let code = details?.code, Self.blockingCodes.contains(code) { return .contentBlocked(requestID: requestID) }
        return answer.rejection(details?.message ?? details?.code, requestID: requestID, hiding: apiKey)
    }

    /// The codes by which the API, and Azure's form of it, tell that their rules forbid the content.
    private static let blockingCodes: Set<String> = [
        "moderation_blocked", "content_policy_violation", "content_filter",
    ]
}

extension OpenAIImages: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    package var description: String { "\(model) at \(baseURL)" }
}

private struct ImageRequest: Encodable {
    var model: String
    var prompt: String
    var n: Int
    var size: String
    var quality: String?
    var background: String?
    var output_format: String?
    var response_format: String?
}

private struct Images: Decodable {
    struct Image: Decodable {
        let b64_json: String?
        let url: String?
    }

    let data: [Image]
}

private struct Problem: Decodable {
    struct Details: Decodable {
        let code: String?
        let message: String?

        private enum Key: CodingKey {
            case code, message
        }

        /// Other servers send numbers where OpenAI sends texts.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            code = try? container.decodeIfPresent(String.self, forKey: .code)
            message = try? container.decodeIfPresent(String.self, forKey: .message)
        }
    }

    let error: Details
}
