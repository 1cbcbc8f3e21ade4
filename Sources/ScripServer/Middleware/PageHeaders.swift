import HTTPTypes
import Hummingbird

/// What a browser is told about pages: nothing from elsewhere, nothing inline, no frames.
struct PageHeaders: RouterMiddleware {
    private let policy: String

    /// - Parameter publicURL: Where pictures are served from, if that is not where the page is.
    init(publicURL: String?) {
        policy = Self.directives(imageSource: publicURL.map { " " + $0 } ?? "").joined(separator: "; ")
    }

    private static func directives(imageSource: String) -> [String] {
        [
            "default-src 'self'", "img-src 'self' data: blob:\(imageSource)", "style-src 'self'", "script-src 'self'",
            "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "object-src 'none'",
        ]
    }

    @concurrent
    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard !request.isForAPI else { return response }
        response.headers[.contentSecurityPolicy] = policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        return response
    }
}
