import CreditLedger
import CreditLedgerTesting
import SQL
import SQLiteStore
import Testing

@testable import Webhooks

struct WebhookFeedTests {
    let bench: Bench

    init() async throws {
        bench = try await Bench()
    }

    @Test func `each resolved charge becomes one event for each endpoint of its account`() async throws {
        let first = try await bench.endpoint()
        let second = try await bench.endpoint("https://example.org/")
        _ = try await bench.endpoint(of: AccountID(number: 2))
        try await bench.succeed("a")
        try await bench.fail("b")
        try await bench.follow()
        let due = try await bench.due()
        #expect(due.count == 4)
        #expect(Set(due.map(\.lane)) == [first.id, second.id])
        #expect(Set(due.map(\.message.body)) == ["\"a\"", "\"b\""])
        // The same event has the same name wherever it goes.
        #expect(Set(due.map(\.message.id)).count == 2)
        #expect(due.allSatisfy { $0.message.id.hasPrefix("evt_") })
    }

    @Test func `a hold that is under way is no event, and one that expires is`() async throws {
        _ = try await bench.endpoint()
        _ = try await bench.ledger.hold(1, on: bench.account, from: .api, reference: "a", by: "test")
        try await bench.follow()
        #expect(try await bench.due().isEmpty)
        bench.clock.advance(by: .seconds(1_000))
        _ = try await bench.ledger.resolveOverdueHolds()
        try await bench.follow()
        #expect(try await bench.due().count == 1)
    }

    @Test func `nothing is told twice, however often a stretch is followed`() async throws {
        _ = try await bench.endpoint()
        try await bench.succeed("a")
        try await bench.follow()
        // As after a restart from an older copy of the place in the journal.
        try await bench.temporary.database.commit([SQLStatement("UPDATE webhook_feed SET position = 0 WHERE id = 1")])
        try await bench.follow()
        #expect(try await bench.due().count == 1)
    }

    @Test func `of two that follow at once, both stretches are told once`() async throws {
        _ = try await bench.endpoint()
        for index in 0..<20 { try await bench.succeed(Reference(stringLiteral: "c\(index)")) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await bench.follow() } }
            try await group.waitForAll()
        }
        #expect(try await bench.due(perLane: 100).count == 20)
    }

    @Test func `more than one stretch is followed to its end`() async throws {
        _ = try await bench.endpoint()
        try await bench.ledger.grant(
            GrantTerms(amount: 1_000, source: "test"), to: bench.account, in: .api, reference: "more", by: .system)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<600 {
                group.addTask { try await bench.succeed(Reference(stringLiteral: "c\(index)")) }
            }
            try await group.waitForAll()
        }
        try await bench.follow()
        #expect(try await bench.outbox.pendingCount() == 600)
    }

    @Test func `an endpoint is told what it subscribes to, from its making on`() async throws {
        try await bench.fail("before")
        bench.clock.advance(by: .seconds(1))
        _ = try await bench.endpoint(events: [.generationFailed])
        bench.clock.advance(by: .seconds(1))
        try await bench.succeed("a")
        try await bench.fail("b")
        try await bench.follow()
        #expect(try await bench.due().map(\.message.body) == ["\"b\""])
    }

    @Test func `an order that names no address holds up nobody`() async throws {
        _ = try await bench.endpoint()
        try await bench.fail("a", order: Payload(bytes: Array("not an address".utf8)))
        try await bench.fail("b", order: Payload(bytes: Array("https://".utf8 + Array(repeating: 97, count: 5_000))))
        try await bench.follow()
        #expect(try await bench.due().count == 2)
    }

    @Test func `a job's own address is told as well, under the account's secret`() async throws {
        try await bench.fail("a", order: Payload(bytes: Array("https://example.net/job".utf8)))
        try await bench.follow()
        let delivery = try #require(try await bench.due().first)
        #expect(delivery.url == "https://example.net/job")
        let secrets = WebhookSecrets(key: Array(repeating: 1, count: 32))
        #expect(
            delivery.secrets(at: bench.clock.now(), of: secrets).map(\.text)
                == [bench.registry.secret(ofJobsOf: bench.account).text])
    }
}
