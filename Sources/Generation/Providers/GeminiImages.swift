package import AsyncHTTPClient
import CharacterArt

/// Gemini models that draw: `POST BASE/v1beta/models/MODEL:generateContent`.
///
/// Source: Gemini API reference, "models.generateContent". None of them can leave the background clear.
package struct GeminiImages: ImageAPI {
    package let provider = "gemini"
    package let model: String
    package let makesClearBackgrounds = false

    private let baseURL: String
    private let apiKey: String

    /// - Parameters:
    ///   - baseURL: The address under which `v1beta` lies.
    ///   - apiKey: The key for it.
    package init(baseURL: String, apiKey: String, model: String) {
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.model = model
    }

    package func request(for prompt: String, of picture: PictureSpecification) throws -> HTTPClientRequest {
        let body = ContentRequest(
            contents: [ContentRequest.Content(role: "user", parts: [ContentRequest.Part(text: prompt)])],
            generationConfig: ContentRequest.Configuration(
                // Some of the models draw only if they may speak as well.
                responseModalities: ["TEXT", "IMAGE"],
                // The first generation knows no shapes, and draws squares.
                imageConfig: model.hasPrefix("gemini-2.0") ? nil : ContentRequest.Shape(aspectRatio: "1:1")))
        return try .post(
            body, to: "\(baseURL)/v1beta/models/\(model):generateContent", header: "x-goog-api-key", apiKey)
    }

    package func requestID(of answer: ProviderAnswer) -> String? {
        answer.decoded(NamedContent.self)?.responseId ?? answer.header("x-request-id")
    }

    package func picture(in answer: ProviderAnswer) throws(GeneratorError) -> ProviderPicture {
        guard answer.status == 200 else {
            throw GoogleProblem.error(in: answer, requestID: requestID(of: answer), hiding: apiKey)
        }
        guard let content = answer.decoded(Content.self) else {
            throw .unusablePicture("an answer that cannot be read")
        }
        if content.promptFeedback?.blockReason != nil { throw .contentBlocked(requestID: content.responseId) }
        for candidate in content.candidates ?? [] {
            for part in candidate.content?.parts ?? [] {
                // A thought is a draft on the way to the picture.
                if part.thought != true, let data = part.inlineData?.data { return .base64(data) }
            }
        }
        let reasons = (content.candidates ?? []).compactMap(\.finishReason)
        if reasons.contains(where: Self.blockingReasons.contains) {
            throw .contentBlocked(requestID: content.responseId)
        }
        throw .unusablePicture("an answer without a picture (\(reasons.first ?? "no reason given"))")
    }

    /// The reasons to finish that are about the content.
    private static let blockingReasons: Set<String> = [
        "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION", "MODEL_ARMOR",
    ]
}

extension GeminiImages: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    package var description: String { "\(model) at \(baseURL)" }
}

private struct ContentRequest: Encodable {
    struct Part: Encodable {
        let text: String
    }

    struct Content: Encodable {
        let role: String
        let parts: [Part]
    }

    struct Shape: Encodable {
        let aspectRatio: String
    }

    struct Configuration: Encodable {
        let responseModalities: [String]
        let imageConfig: Shape?
    }

    let contents: [Content]
    let generationConfig: Configuration
}

private struct NamedContent: Decodable {
    let responseId: String?
}

private struct Content: Decodable {
    struct Feedback: Decodable {
        let blockReason: String?
    }

    struct Candidate: Decodable {
        let content: Parts?
        let finishReason: String?
    }

    struct Parts: Decodable {
        let parts: [Part]?
    }

    struct Part: Decodable {
        let inlineData: Blob?
        let thought: Bool?
    }

    struct Blob: Decodable {
        let data: String?
    }

    let responseId: String?
    let promptFeedback: Feedback?
    let candidates: [Candidate]?
}
