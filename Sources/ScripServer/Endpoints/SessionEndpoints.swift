import CreditLedger
import HTTPTypes
import Hummingbird
import Identity

/// Signing in a browser by a one-time link, out again, and the tokens that its pages call with.
///
/// The session's cookie opens nothing but the token endpoint: all that costs or tells anything takes
/// the token itself, which no other site's page can come by.
struct SessionEndpoints: Sendable {
    let sessions: Sessions
    let tokens: AccessTokens
    let pages: Pages
    let isSecure: Bool

    private static let cookieName = "scrip_session"

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("sign-in", use: signInPage)
        router.post("session", use: start)
        router.post("session/end", use: end)
        router.post("session/token", use: token)
    }

    /// Shows a button rather than signing in: a preview of the link must not use it up.
    @Sendable
    private func signInPage(_ request: Request, context: ServerContext) async throws -> Response {
        pages.signIn(token: request.uri.queryParameters["token"].map(String.init))
    }

    @Sendable
    private func start(_ request: Request, context: ServerContext) async throws -> Response {
        let body = String(buffer: try await RequestBodies.bytes(of: request))
        let form = try? URLEncodedFormDecoder().decode(Form.self, from: body)
        do {
            let session = try await sessions.start(with: OpaqueToken(form?.token ?? ""))
            var response = redirect(to: "/")
            response.setCookie(cookie(session.text, maxAge: Int(Sessions.lifetime.components.seconds)))
            return response
        } catch let error as AuthenticationError {
            return pages.signIn(token: nil, problem: APIError(error).message)
        }
    }

    @Sendable
    private func end(_ request: Request, context: ServerContext) async throws -> Response {
        try checkSameOrigin(request)
        if let session = session(of: request) { try await sessions.end(session) }
        var response = redirect(to: "/")
        response.setCookie(cookie("", maxAge: 0))
        return response
    }

    @Sendable
    private func token(_ request: Request, context: ServerContext) async throws -> Response {
        // A header that only a page of this origin can add without being asked about it first.
        guard request.headers[.requestedWith] == "scrip", let session = session(of: request) else {
            throw AuthenticationError.noSession
        }
        let account = try await sessions.account(of: session)
        let (token, expiresAt) = try await tokens.issue(for: account.id)
        return JSONAnswer.response(
            TokenBody(
                token: token, expiresAt: "\(expiresAt)",
                account: .init(id: "\(account.id)", email: account.email.text)))
    }

    private func session(of request: Request) -> OpaqueToken? {
        request.cookies[Self.cookieName].map { OpaqueToken($0.value) }
    }

    private func checkSameOrigin(_ request: Request) throws(APIError) {
        let site = request.headers[.secFetchSite]
        guard site == nil || site == "same-origin" || site == "none" else {
            throw APIError(.forbidden, .invalidRequest, "This form belongs to another site.")
        }
    }

    private func cookie(_ value: String, maxAge: Int) -> Cookie {
        Cookie(
            name: Self.cookieName, value: value, maxAge: maxAge, path: "/", secure: isSecure, httpOnly: true,
            sameSite: .lax)
    }

    private func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    private struct Form: Decodable {
        var token: String
    }

    private struct TokenBody: Encodable {
        var token: String
        var expiresAt: String
        var account: AccountBody

        struct AccountBody: Encodable {
            var id: String
            var email: String
        }

        enum CodingKeys: String, CodingKey {
            case token, account
            case expiresAt = "expires_at"
        }
    }
}
