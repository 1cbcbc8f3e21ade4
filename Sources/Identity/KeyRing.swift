public import CreditLedger
import Crypto
public import SQL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Makes, knows and revokes API keys. A key is stored as its HMAC-SHA256 under the server's secret.
public struct KeyRing: Sendable {
    /// How long a label may be, in characters.
    public static let maximumLabelLength = 100

    private let database: any SQLDatabase
    private let pepper: SymmetricKey
    private let clock: any LedgerClock

    /// The keys in `database`.
    public init(database: some SQLDatabase, secret: SecretKey, clock: any LedgerClock = SystemClock()) {
        self.database = database
        self.clock = clock
        pepper = secret.key(for: .apiKeyPepper)
    }

    /// Makes a key. Its secret is told now and never again.
    public func create(
        for account: AccountID, label: String
    ) async throws(IdentityError) -> (key: APIKey, secret: APIKeySecret) {
        let secret = APIKeySecret.random()
        let key = APIKey(
            id: Reference.unique("key", at: clock.now()).text, account: account,
            label: String(label.prefix(Self.maximumLabelLength)), lastFour: secret.lastFour,
            createdAt: clock.now(), revokedAt: nil)
        try await commit(.insert(key, hash: hash(of: secret)))
        return (key, secret)
    }

    /// The keys of an account, the newest first.
    public func keys(of account: AccountID) async throws(IdentityError) -> [APIKey] {
        try await keys(
            SQLStatement(
                "SELECT * FROM api_keys WHERE account = $1 ORDER BY created_at DESC, id DESC", [.text("\(account)")]))
    }

    /// Revokes a key at once and for good; its history stays. One that was revoked before stays so.
    ///
    /// - Throws: ``IdentityError/unknownKey`` if there is no such key.
    public func revoke(_ id: String) async throws(IdentityError) -> APIKey {
        try await commit(
            SQLStatement(
                "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, $1) WHERE id = $2",
                [.integer(clock.now().microseconds), .text(id)]))
        let found = try await keys(SQLStatement("SELECT * FROM api_keys WHERE id = $1", [.text(id)]))
        guard let key = found.first else { throw .unknownKey }
        return key
    }

    /// The key that a caller shows.
    ///
    /// - Throws: ``AuthenticationError`` if it is none, or revoked; ``IdentityError`` if the database
    ///   could not answer.
    public func authenticate(_ text: String) async throws -> APIKey {
        guard let secret = APIKeySecret(text) else { throw AuthenticationError.invalidAPIKey }
        // Found by its hash, which the caller cannot steer: no comparison tells how close a guess was.
        let found = try await keys(SQLStatement("SELECT * FROM api_keys WHERE hash = $1", [.text(hash(of: secret))]))
        guard let key = found.first else { throw AuthenticationError.invalidAPIKey }
        guard key.revokedAt == nil else { throw AuthenticationError.revokedAPIKey }
        return key
    }

    private func hash(of secret: APIKeySecret) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(secret.text.utf8), using: pepper).hexadecimal
    }

    private func commit(_ statement: SQLStatement) async throws(IdentityError) {
        do throws(SQLFailure) { try await database.commit([statement]) } catch { throw .unavailable(error) }
    }

    private func keys(_ statement: SQLStatement) async throws(IdentityError) -> [APIKey] {
        do throws(SQLFailure) {
            return try await database.query(statement).map { row throws(SQLFailure) in try APIKey(row) }
        } catch {
            throw .unavailable(error)
        }
    }
}

extension SQLStatement {
    fileprivate static func insert(_ key: APIKey, hash: String) -> SQLStatement {
        SQLStatement(
            """
            INSERT INTO api_keys (id, account, label, hash, pepper, last_four, created_at)
            VALUES ($1, $2, $3, $4, 1, $5, $6)
            """,
            [
                .text(key.id), .text("\(key.account)"), .text(key.label), .text(hash), .text(key.lastFour),
                .integer(key.createdAt.microseconds),
            ])
    }
}

extension APIKey {
    fileprivate init(_ row: SQLRow) throws(SQLFailure) {
        guard let account = AccountID(try row.text("account")) else {
            throw SQLFailure(.corrupt, "A stored key cannot be read.", remedy: "Restore it from a backup.")
        }
        self.init(
            id: try row.text("id"), account: account, label: try row.text("label"),
            lastFour: try row.text("last_four"),
            createdAt: Timestamp(microseconds: try row.integer("created_at")),
            revokedAt: try row.optionalInteger("revoked_at").map { Timestamp(microseconds: $0) })
    }
}

extension KeyRing: CustomStringConvertible {
    /// Without the pepper: whoever logs what a service is made of logs no secret.
    public var description: String { "KeyRing" }
}
