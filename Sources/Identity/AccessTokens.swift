public import CreditLedger
import Crypto
import JWTKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Issues and verifies the bearer tokens of this server: JWT (RFC 7519), signed with HS256.
public struct AccessTokens: Sendable {
    /// How long a token lasts unless somebody says otherwise.
    public static let lifetime = Duration.seconds(3_600)

    private static let issuer = "scrip"
    private static let audience = "scrip"
    private static let keyID = "scrip-1"

    private let keys: JWTKeyCollection
    private let clock: any LedgerClock

    /// The tokens of a server's secret.
    public init(secret: SecretKey, clock: any LedgerClock = SystemClock()) async {
        self.clock = clock
        let key = secret.key(for: .accessToken).withUnsafeBytes { HMACKey(from: Data($0)) }
        keys = await JWTKeyCollection().add(hmac: key, digestAlgorithm: .sha256, kid: JWKIdentifier(string: Self.keyID))
    }

    /// A token for an account, and when it is over.
    public func issue(
        for account: AccountID, lifetime: Duration = lifetime
    ) async throws -> (token: String, expiresAt: Timestamp) {
        let now = clock.now()
        let expiry = now.advanced(by: lifetime)
        let payload = Claims(
            iss: IssuerClaim(value: Self.issuer), aud: AudienceClaim(value: Self.audience),
            sub: SubjectClaim(value: "\(account)"), iat: IssuedAtClaim(value: now.date),
            exp: ExpirationClaim(value: expiry.date))
        return (try await keys.sign(payload, kid: JWKIdentifier(string: Self.keyID)), expiry)
    }

    /// Whose token it is.
    ///
    /// The header is looked at before anything is verified: what it says must be what this server
    /// writes, to the algorithm and the key.
    public func account(of token: String) async throws(AuthenticationError) -> AccountID {
        guard let header = TokenHeader(token), header.isPlain(algorithm: "HS256", key: Self.keyID),
            let claims = try? await keys.verify(token, as: Claims.self),
            claims.iss.value == Self.issuer, claims.aud.value == [Self.audience],
            claims.exp.value > clock.now().date, claims.iat.value <= clock.now().advanced(by: .seconds(60)).date,
            claims.nbf.map({ $0.value <= clock.now().date }) ?? true,
            let account = AccountID(claims.sub.value)
        else { throw .invalidToken }
        return account
    }

    private struct Claims: JWTPayload {
        var iss: IssuerClaim
        var aud: AudienceClaim
        var sub: SubjectClaim
        var iat: IssuedAtClaim
        var exp: ExpirationClaim
        var nbf: NotBeforeClaim?

        /// The times are compared in ``account(of:)``, by the clock that was injected.
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }
}
