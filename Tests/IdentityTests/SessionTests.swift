import CreditLedger
import CreditLedgerTesting
import Foundation
import Identity
import Testing

@Suite struct SessionTests {
    let clock = ManualClock(at: Timestamp(microseconds: 1_800_000_000_000_000))
    let temporary: TemporaryDatabase
    let account: Account
    let sessions: Sessions

    init() async throws {
        temporary = try TemporaryDatabase()
        sessions = Sessions(database: temporary.database, clock: clock)
        let email = try #require(EmailAddress("ada@example.com"))
        account = try await AccountDirectory(database: temporary.database, clock: clock).create(email: email)
    }

    @Test func `a link signs in once, however many try at the same time`() async throws {
        let link = try await sessions.createLink(for: account.id)
        let sessions = sessions
        let started = await withTaskGroup(of: OpaqueToken?.self) { group in
            for _ in 0..<20 { group.addTask { try? await sessions.start(with: link) } }
            return await group.reduce(into: [OpaqueToken]()) { $0 += $1.map { [$0] } ?? [] }
        }
        #expect(started.count == 1)
        #expect(try await sessions.account(of: #require(started.first)) == account)
    }

    @Test func `a link that is over signs nobody in`() async throws {
        let link = try await sessions.createLink(for: account.id, lifetime: .seconds(60))
        clock.advance(by: .seconds(60))
        await #expect(throws: AuthenticationError.invalidLink) { try await sessions.start(with: link) }
    }

    @Test func `a session ends when told to, and when its time is over`() async throws {
        let first = try await sessions.start(with: sessions.createLink(for: account.id))
        try await sessions.end(first)
        await #expect(throws: AuthenticationError.noSession) { try await sessions.account(of: first) }
        let second = try await sessions.start(with: sessions.createLink(for: account.id))
        clock.advance(by: Sessions.lifetime)
        await #expect(throws: AuthenticationError.noSession) { try await sessions.account(of: second) }
    }

    @Test func `a made-up session is none`() async {
        await #expect(throws: AuthenticationError.noSession) { try await sessions.account(of: .random()) }
    }
}
