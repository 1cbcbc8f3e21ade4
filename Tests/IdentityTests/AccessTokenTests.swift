import CreditLedger
import CreditLedgerTesting
import Foundation
import Identity
import Testing

@Suite struct AccessTokenTests {
    let clock = ManualClock(at: Timestamp(microseconds: 1_800_000_000_000_000))
    let account = AccountID(UUID())
    let secret: SecretKey
    let tokens: AccessTokens

    init() async throws {
        secret = try #require(SecretKey(bytes: SecretKey.randomBytes()))
        tokens = await AccessTokens(secret: secret, clock: clock)
    }

    @Test func `a token names its account until its time is over`() async throws {
        let (token, expiresAt) = try await tokens.issue(for: account, lifetime: .seconds(60))
        #expect(try await tokens.account(of: token) == account)
        clock.set(to: expiresAt)
        await #expect(throws: AuthenticationError.invalidToken) { try await tokens.account(of: token) }
    }

    @Test func `a token of another server is refused`() async throws {
        let other = await AccessTokens(
            secret: try #require(SecretKey(bytes: SecretKey.randomBytes())), clock: clock)
        let (token, _) = try await other.issue(for: account)
        await #expect(throws: AuthenticationError.invalidToken) { try await tokens.account(of: token) }
    }

    @Test(arguments: [
        #"{"alg":"none","kid":"scrip-1"}"#, #"{"alg":"None","kid":"scrip-1"}"#, #"{"alg":"HS512","kid":"scrip-1"}"#,
        #"{"alg":"RS256","kid":"scrip-1"}"#, #"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":"other"}"#,
        #"{"alg":"HS256","kid":"scrip-1","crit":["exp"]}"#, #"{"alg":"HS256","kid":"scrip-1","jku":"http://x"}"#,
        #"{"alg":"HS256","kid":"scrip-1","jwk":{}}"#, #"{"alg":"HS256","kid":"scrip-1","x5u":"http://x"}"#,
        #"{"alg":["HS256"],"kid":"scrip-1"}"#, "[]", "not JSON",
    ])
    func `a token with a header that this server does not write is refused`(_ header: String) async throws {
        let (token, _) = try await tokens.issue(for: account)
        let parts = token.split(separator: ".")
        let forged = [Self.base64URL(header), String(parts[1]), String(parts[2])].joined(separator: ".")
        await #expect(throws: AuthenticationError.invalidToken) { try await tokens.account(of: forged) }
        let unsigned = [Self.base64URL(header), String(parts[1]), ""].joined(separator: ".")
        await #expect(throws: AuthenticationError.invalidToken) { try await tokens.account(of: unsigned) }
    }

    @Test func `a token whose payload was changed is refused`() async throws {
        let (token, _) = try await tokens.issue(for: account)
        let (other, _) = try await tokens.issue(for: AccountID(UUID()))
        let (own, foreign) = (token.split(separator: "."), other.split(separator: "."))
        let forged = [own[0], foreign[1], own[2]].joined(separator: ".")
        await #expect(throws: AuthenticationError.invalidToken) { try await tokens.account(of: forged) }
    }

    @Test(arguments: ["", ".", "..", "a.b.c", "....", String(repeating: "a", count: 10_000)])
    func `a text that is no token is refused`(_ text: String) async {
        await #expect(throws: AuthenticationError.invalidToken) { try await tokens.account(of: text) }
    }

    private static func base64URL(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }
}
