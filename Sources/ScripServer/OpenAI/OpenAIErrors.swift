import HTTPTypes
import Hummingbird

/// Says no in the shape in which OpenAI's API does, where its SDKs ask.
///
/// Source: OpenAI API reference, "Error codes".
struct OpenAIErrors: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return OpenAIError(ErrorAnswers().answer(to: error, context: context)).response
        }
    }
}

/// A refusal in OpenAI's words.
private struct OpenAIError {
    private let refusal: APIError

    init(_ refusal: APIError) {
        self.refusal = refusal
    }

    var response: Response {
        var response = JSONAnswer.response(Body(error: details), status: status)
        if let retryAfter = refusal.retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        if refusal.isReplay { response.headers[.idempotentReplayed] = "true" }
        let isCut = status == .contentTooLarge || status == .requestTimeout
        return isCut ? response.closingConnection() : response
    }

    /// Where OpenAI's API answers otherwise than ours.
    private var status: HTTPResponse.Status {
        refusal.code == .contentBlocked ? .badRequest : refusal.status
    }

    private var details: Details {
        let (type, code) = words
        return Details(message: refusal.message, type: type, param: refusal.details.field, code: code)
    }

    private var words: (type: String, code: String) {
        switch refusal.code {
        case .noAuth, .invalidAPIKey, .revokedAPIKey, .invalidToken: ("invalid_request_error", "invalid_api_key")
        case .insufficientCredits: ("insufficient_quota", "insufficient_quota")
        case .contentBlocked: ("image_generation_user_error", "moderation_blocked")
        case .tooManyInFlight: ("requests", "rate_limit_exceeded")
        case .validationError: ("invalid_request_error", "invalid_value")
        case .notFound where refusal.details.field == "model": ("invalid_request_error", "model_not_found")
        default: (refusal.status.code >= 500 ? "server_error" : "invalid_request_error", Self.lowercase(refusal.code))
        }
    }

    private static func lowercase(_ code: APIError.Code) -> String { code.rawValue.lowercased() }

    private struct Body: Encodable {
        var error: Details
    }

    private struct Details: Encodable {
        var message: String
        var type: String
        var param: String?
        var code: String

        /// `param` stands there even if there is none, as null.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(message, forKey: .message)
            try container.encode(type, forKey: .type)
            try container.encode(param, forKey: .param)
            try container.encode(code, forKey: .code)
        }

        enum CodingKeys: String, CodingKey {
            case message, type, param, code
        }
    }
}
