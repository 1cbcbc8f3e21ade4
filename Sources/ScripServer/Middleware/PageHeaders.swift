import HTTPTypes
import Hummingbird

/// What a browser is told about pages: nothing from elsewhere, nothing inline, no frames.
struct PageHeaders: RouterMiddleware {
    private static let policy = [
        "default-src 'self'", "img-src 'self' data: blob:", "style-src 'self'", "script-src 'self'",
        "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "object-src 'none'",
    ].joined(separator: "; ")

    @concurrent
    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        return response
    }
}
