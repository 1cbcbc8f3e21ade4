import CreditLedger
import CreditLedgerTesting
import SQL
import Testing

@testable import Webhooks

struct WebhookOutboxTests {
    let bench: Bench

    init() async throws {
        bench = try await Bench()
    }

    private func makeEvents(_ count: Int) async throws {
        for index in 0..<count { try await bench.succeed(Reference(stringLiteral: "c\(index)")) }
        try await bench.follow()
    }

    @Test func `a delivery goes to one of those who want it, and to another when its lease is over`() async throws {
        _ = try await bench.endpoint()
        try await makeEvents(1)
        let seen = try await bench.due()
        let until = bench.clock.now().advanced(by: .seconds(10))
        #expect(try await bench.outbox.lease(seen, until: until) == [true])
        #expect(try await bench.outbox.lease(seen, until: until.advanced(by: .seconds(1))) == [false])
        #expect(try await bench.due().isEmpty)
        bench.clock.advance(by: .seconds(10))
        #expect(try await bench.due().map(\.id) == seen.map(\.id))
    }

    @Test func `a place with a long queue leaves room for the others`() async throws {
        let busy = try await bench.endpoint(events: [.generationSucceeded])
        try await makeEvents(30)
        let quiet = try await bench.endpoint("https://example.org/", events: [.generationFailed])
        bench.clock.advance(by: .seconds(1))
        try await bench.fail("f")
        try await bench.follow()
        let due = try await bench.due(perLane: 4)
        #expect(due.filter { $0.lane == busy.id }.count == 4)
        #expect(due.filter { $0.lane == quiet.id }.count == 1)
    }

    @Test func `a failed attempt is seen, and its delivery due when it is to be`() async throws {
        let endpoint = try await bench.endpoint()
        try await makeEvents(1)
        let delivery = try #require(try await bench.due().first)
        let next = bench.clock.now().advanced(by: .seconds(5))
        try await bench.settle(delivery, .retry(at: next), .failure(.timedOut))
        #expect(try await bench.due().isEmpty)
        bench.clock.advance(by: .seconds(5))
        let again = try #require(try await bench.due().first)
        #expect(again.attempts == 1)
        try await bench.settle(again, .delivered, .success(WebhookReply(status: 204, body: "thanks\u{1B}")))
        let attempts = try await bench.outbox.attempts(at: .endpoint(endpoint.id), page: Page(limit: 10))
        #expect(attempts.map(\.number) == [2, 1])
        #expect(
            attempts.map(\.outcome) == [
                .answered(status: 204, body: "thanks "), .unanswered(reason: WebhookSendError.timedOut.rawValue),
            ])
        #expect(attempts.map(\.nextAt) == [nil, next])
        #expect(try await bench.outbox.pendingCount() == 0)
    }

    @Test func `an endpoint that is gone gets nothing more, until it is enabled`() async throws {
        let endpoint = try await bench.endpoint()
        try await makeEvents(2)
        let delivery = try #require(try await bench.due().first)
        try await bench.settle(delivery, .gone, .success(WebhookReply(status: 410)))
        #expect(try await bench.registry.endpoint(endpoint.id, of: bench.account).disabledAt != nil)
        try await bench.succeed("later")
        try await bench.follow()
        #expect(try await bench.outbox.pendingCount() == 0)
        #expect(try await bench.registry.enable(endpoint.id, of: bench.account).disabledAt == nil)
        bench.clock.advance(by: .seconds(1))
        try await bench.succeed("again")
        try await bench.follow()
        #expect(try await bench.due().map(\.message.body) == ["\"again\""])
    }

    @Test func `an endpoint that is deleted takes along what was to be sent, and what was`() async throws {
        let endpoint = try await bench.endpoint()
        try await makeEvents(2)
        let delivery = try #require(try await bench.due().first)
        try await bench.settle(delivery, .delivered)
        let other = try #require(try await bench.due().first)
        try await bench.registry.delete(endpoint.id, of: bench.account)
        try await bench.settle(other, .delivered)
        #expect(try await bench.outbox.pendingCount() == 0)
        #expect(try await bench.outbox.attempts(at: .endpoint(endpoint.id), page: Page(limit: 10)).isEmpty)
    }

    @Test func `what ended long ago is forgotten, and nothing else`() async throws {
        _ = try await bench.endpoint()
        try await makeEvents(3)
        let due = try await bench.due()
        try await bench.settle(due[0], .delivered)
        try await bench.settle(due[1], .failed, .failure(.unreachable))
        bench.clock.advance(by: .seconds(100))
        let now = bench.clock.now()
        #expect(try await bench.outbox.forget(endedBefore: now.advanced(by: .seconds(-101)), limit: 10) == 0)
        #expect(try await bench.outbox.forget(endedBefore: now, limit: 10) == 2)
        #expect(try await bench.due().map(\.id) == [due[2].id])
    }

    @Test func `pages of attempts lie one behind the other`() async throws {
        let endpoint = try await bench.endpoint()
        try await makeEvents(5)
        for delivery in try await bench.due() {
            bench.clock.advance(by: .milliseconds(5))
            try await bench.settle(delivery, .delivered)
        }
        var seen: [String] = []
        var cursor: String?
        repeat {
            let page = try await bench.outbox.attempts(
                at: .endpoint(endpoint.id), page: Page(after: cursor, limit: 2))
            seen += page.map(\.id)
            cursor = page.last?.id
        } while cursor != nil
        #expect(seen.count == 5)
        #expect(seen == seen.sorted(by: >))
    }

    @Test func `while a secret is being replaced both sign, and afterwards the new one alone`() async throws {
        let endpoint = try await bench.endpoint()
        let old = bench.registry.secret(of: endpoint).text
        let rotated = try await bench.registry.rotate(endpoint.id, of: bench.account)
        let new = bench.registry.secret(of: rotated).text
        #expect(new != old)
        bench.clock.advance(by: .seconds(1))
        try await makeEvents(1)
        let delivery = try #require(try await bench.due().first)
        let secrets = WebhookSecrets(key: Array(repeating: 1, count: 32))
        #expect(delivery.secrets(at: bench.clock.now(), of: secrets).map(\.text) == [new, old])
        let later = bench.clock.now().advanced(by: WebhookRegistry.rotationGrace)
        #expect(delivery.secrets(at: later, of: secrets).map(\.text) == [new])
    }

    @Test func `an account has so many endpoints and no more, however they are made`() async throws {
        let url = try WebhookURL("https://example.com/", within: .global)
        let subscription = WebhookRegistry.Subscription(url: url, events: [], label: "")
        let registry = bench.registry
        let account = bench.account
        let made = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask { (try? await registry.create(subscription, for: account)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == WebhookRegistry.endpointLimit)
        #expect(try await registry.endpoints(of: account).count == WebhookRegistry.endpointLimit)
    }

    @Test func `the same idempotency key makes one endpoint`() async throws {
        let url = try WebhookURL("https://example.com/", within: .global)
        let subscription = WebhookRegistry.Subscription(url: url, events: [], label: "a")
        let first = try await bench.registry.create(subscription, for: bench.account, idempotencyKey: "k")
        let second = try await bench.registry.create(subscription, for: bench.account, idempotencyKey: "k")
        #expect(first.endpoint == second.endpoint)
        #expect(!first.isReplay)
        #expect(second.isReplay)
        let other = WebhookRegistry.Subscription(url: url, events: [], label: "b")
        await #expect { try await bench.registry.create(other, for: bench.account, idempotencyKey: "k") } throws: {
            if case WebhookError.idempotencyKeyReused = $0 { true } else { false }
        }
    }

    @Test func `another account's endpoint is not there`() async throws {
        let endpoint = try await bench.endpoint()
        let stranger = AccountID(number: 2)
        await #expect { try await bench.registry.endpoint(endpoint.id, of: stranger) } throws: {
            if case WebhookError.unknownEndpoint = $0 { true } else { false }
        }
        await #expect { try await bench.registry.delete(endpoint.id, of: stranger) } throws: {
            if case WebhookError.unknownEndpoint = $0 { true } else { false }
        }
        await #expect { try await bench.registry.rotate(endpoint.id, of: stranger) } throws: {
            if case WebhookError.unknownEndpoint = $0 { true } else { false }
        }
    }
}
