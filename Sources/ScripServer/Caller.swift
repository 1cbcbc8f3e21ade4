import CreditLedger
import HTTPTypes
import Hummingbird
import Identity

/// Who sent a request, and out of which pool it is paid.
struct Caller: Sendable {
    let account: AccountID
    let pool: Pool
    let actor: ActorID

    var balance: BalanceKey { BalanceKey(account: account, pool: pool) }
}

/// Tells who a caller is: by an API key, which spends from the pool `api`, or by a token, which
/// spends from `app`.
struct CallerAuthentication: Sendable {
    let keys: KeyRing
    let tokens: AccessTokens

    func caller(of request: Request) async throws -> Caller {
        if let key = request.headers[.apiKey] { return try await caller(key: key) }
        guard let header = request.headers[.authorization] else { throw AuthenticationError.missingCredential }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw AuthenticationError.missingCredential }
        let credential = String(parts[1])
        if credential.hasPrefix(APIKeySecret.prefix) { return try await caller(key: credential) }
        return Caller(account: try await tokens.account(of: credential), pool: .app, actor: "user")
    }

    private func caller(key text: String) async throws -> Caller {
        let key = try await keys.authenticate(text)
        return Caller(account: key.account, pool: .api, actor: ActorID(stringLiteral: "key:\(key.id)"))
    }
}
