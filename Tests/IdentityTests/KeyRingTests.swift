import CreditLedger
import CreditLedgerTesting
import Identity
import SQL
import SQLiteStore
import Testing

@Suite struct KeyRingTests {
    let temporary: TemporaryDatabase
    let account: AccountID
    let ring: KeyRing
    let secret: SecretKey

    init() async throws {
        temporary = try TemporaryDatabase()
        secret = try #require(SecretKey(bytes: SecretKey.randomBytes()))
        ring = KeyRing(database: temporary.database, secret: secret)
        let email = try #require(EmailAddress("ada@example.com"))
        account = try await AccountDirectory(database: temporary.database).create(email: email).id
    }

    @Test func `a key lets its bearer in as its account`() async throws {
        let (key, secret) = try await ring.create(for: account, label: "laptop")
        let found = try await ring.authenticate(secret.text)
        #expect(found == key)
        #expect(found.account == account)
        #expect(found.label == "laptop")
    }

    @Test func `a revoked key is told so, and stays revoked at its first time`() async throws {
        let (key, secret) = try await ring.create(for: account, label: "")
        let first = try await ring.revoke(key.id)
        let second = try await ring.revoke(key.id)
        #expect(first.revokedAt != nil)
        #expect(first == second)
        await #expect(throws: AuthenticationError.revokedAPIKey) { try await ring.authenticate(secret.text) }
    }

    @Test func `a well-formed key that is not on file is refused`() async throws {
        await #expect(throws: AuthenticationError.invalidAPIKey) {
            try await ring.authenticate(APIKeySecret.random().text)
        }
    }

    @Test func `a key is worth nothing under another server secret`() async throws {
        let (_, secret) = try await ring.create(for: account, label: "")
        let other = try #require(SecretKey(bytes: SecretKey.randomBytes()))
        await #expect(throws: AuthenticationError.invalidAPIKey) {
            try await KeyRing(database: temporary.database, secret: other).authenticate(secret.text)
        }
    }

    @Test func `the database holds nothing of a key but its end`() async throws {
        let (_, secret) = try await ring.create(for: account, label: "")
        let rows = try await temporary.database.query(SQLStatement("SELECT hash, last_four FROM api_keys"))
        let row = try #require(rows.first)
        #expect(try row.text("last_four") == secret.lastFour)
        #expect(try !secret.text.contains(row.text("hash")))
        #expect(try row.text("hash").count == 64)
    }

    @Test func `revoking an unknown key says so`() async {
        await #expect { try await ring.revoke("key_unknown") } throws: { error in
            if case IdentityError.unknownKey = error { true } else { false }
        }
    }
}
