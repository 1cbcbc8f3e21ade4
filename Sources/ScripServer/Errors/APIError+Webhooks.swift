import HTTPTypes
import Webhooks

extension APIError {
    init(_ error: WebhookError) {
        switch error {
        case .invalidURL(let problem):
            self.init(.badRequest, .validationError, "url \(problem).")
            details.field = "url"
        case .tooManyEndpoints(let limit):
            self.init(
                .conflict, .limitReached, "There may be \(limit) webhooks. Delete one that is no longer needed.")
            details.limit = Int64(limit)
        case .idempotencyKeyReused:
            self.init(
                .unprocessableContent, .idempotencyKeyReused,
                "This Idempotency-Key was used for another request. Use a new key for a new request.")
        case .unknownEndpoint:
            self.init(.notFound, .notFound, "There is no such webhook.")
        case .unavailable:
            self.init(
                .internalServerError, .internalError, "The database did not answer. Please try again in a moment.")
        }
    }
}
