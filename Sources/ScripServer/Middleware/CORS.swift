import HTTPTypes
import Hummingbird

/// Cross-origin sharing for the endpoints that take bearer credentials (Fetch standard, section 3.2).
///
/// Every answer carries the headers, errors included. Cookies never count there, so any origin may
/// be let in; none is ever let in with credentials.
struct CORS: RouterMiddleware {
    /// `*`, or the origins that are let in.
    let allowedOrigins: [String]

    private static let allowedHeaders =
        "authorization, x-client-info, apikey, content-type, x-api-key, idempotency-key, prefer, last-event-id"
    private static let exposedHeaders = "idempotent-replayed, location, preference-applied, retry-after"

    @concurrent
    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard request.isForAPI else { return try await next(request, context) }
        var response =
            request.method == .options ? Response(status: .noContent) : try await next(request, context)
        if allowedOrigins == ["*"] {
            response.headers[.accessControlAllowOrigin] = "*"
        } else {
            response.headers[.vary] = "Origin"
            if let origin = request.headers[.origin], allowedOrigins.contains(origin) {
                response.headers[.accessControlAllowOrigin] = origin
            }
        }
        response.headers[.accessControlAllowHeaders] = Self.allowedHeaders
        response.headers[.accessControlExposeHeaders] = Self.exposedHeaders
        if request.method == .options {
            response.headers[.accessControlAllowMethods] = "GET, POST, DELETE, OPTIONS"
            response.headers[.accessControlMaxAge] = "86400"
        }
        return response
    }
}

extension Request {
    /// Whether it goes to an endpoint that takes bearer credentials, or to where one would be.
    var isForAPI: Bool {
        ["/functions", "/v1"].contains { uri.path == $0 || uri.path.hasPrefix($0 + "/") }
    }
}
