import Hummingbird
import Identity
import Logging
import NIOCore

/// Turns whatever an endpoint throws into an answer with a code, a sentence and no secrets.
struct ErrorAnswers: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try answer(to: error, context: context).response(from: request, context: context)
        }
    }

    /// What a client is told of an error.
    func answer(to error: any Error, context: ServerContext) -> APIError {
        switch error {
        case let error as APIError:
            return error
        case let error as AuthenticationError:
            return APIError(error)
        case is NIOTooManyBytesError:
            return APIError(.contentTooLarge, .payloadTooLarge, "The request's body is too large.")
        case let error as any HTTPResponseError where error.status == .notFound:
            return APIError(.notFound, .notFound, "There is nothing here. Check the address and the method.")
        case let error as any HTTPResponseError where (400..<500).contains(error.status.code):
            return APIError(error.status, .invalidRequest, "The request is not valid HTTP for this address.")
        default:
            context.logger.error("A request failed", metadata: ["cause": "\(error)"])
            return APIError(
                .internalServerError, .internalError, "Something went wrong on the server. Please try again.")
        }
    }
}
