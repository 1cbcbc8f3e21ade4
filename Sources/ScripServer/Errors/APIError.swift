import HTTPTypes
import Hummingbird

/// An answer that says no: a stable code for programs, a sentence for people, and what helps.
struct APIError: Error {
    let status: HTTPResponse.Status
    let code: Code
    let message: String
    var details = Details()
    /// After how many seconds asking again may help.
    var retryAfter: Int?
    /// Whether this very answer was given before, to a request with the same key.
    var isReplay = false

    init(_ status: HTTPResponse.Status, _ code: Code, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The codes that clients rely on.
    enum Code: String, Encodable {
        case invalidRequest = "INVALID_REQUEST"
        case validationError = "VALIDATION_ERROR"
        case noAuth = "NO_AUTH"
        case invalidAPIKey = "INVALID_API_KEY"
        case revokedAPIKey = "REVOKED_API_KEY"
        case invalidToken = "INVALID_TOKEN"
        case insufficientCredits = "INSUFFICIENT_CREDITS"
        case notFound = "NOT_FOUND"
        case methodNotAllowed = "METHOD_NOT_ALLOWED"
        case requestTimeout = "REQUEST_TIMEOUT"
        case payloadTooLarge = "PAYLOAD_TOO_LARGE"
        case unsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"
        case idempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED"
        case contentBlocked = "CONTENT_BLOCKED"
        case cancelled = "CANCELLED"
        case alreadyEnded = "ALREADY_ENDED"
        case tooManyInFlight = "TOO_MANY_IN_FLIGHT"
        case limitReached = "LIMIT_REACHED"
        case internalError = "INTERNAL"
        case providerError = "PROVIDER_ERROR"
        case providerTimeout = "PROVIDER_TIMEOUT"
        case overloaded = "OVERLOADED"
        case shuttingDown = "SHUTTING_DOWN"
    }

    /// What helps a program to do better next time.
    struct Details: Encodable {
        var field: String?
        var allowed: [String]?
        var required: Int64?
        var available: Int64?
        var limit: Int64?
    }
}

extension APIError: HTTPResponseError {
    func response(from request: Request, context: some RequestContext) throws -> Response { answer }

    /// The answer that says all this.
    var answer: Response {
        var response = JSONAnswer.response(body, status: status)
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        if isReplay { response.headers[.idempotentReplayed] = "true" }
        // The rest of a body that was not read to its end would be taken for the next request.
        return status == .contentTooLarge || status == .requestTimeout ? response.closingConnection() : response
    }

    private var body: Body {
        Body(
            error: message, code: code, field: details.field, allowed: details.allowed, required: details.required,
            available: details.available, limit: details.limit, retryAfter: retryAfter)
    }

    private struct Body: Encodable {
        var error: String
        var code: Code
        var field: String?
        var allowed: [String]?
        var required: Int64?
        var available: Int64?
        var limit: Int64?
        var retryAfter: Int?

        enum CodingKeys: String, CodingKey {
            case error, code, field, allowed, required, available, limit
            case retryAfter = "retry_after"
        }
    }
}
