import CreditLedger
import CreditLedgerTesting
import SQL
import SQLiteStore

@testable import Webhooks

/// A ledger, an outbox that follows it, and one account with credits.
struct Bench {
    let temporary: TemporaryDatabase
    let clock: ManualClock
    let ledger: Ledger
    let outbox: WebhookOutbox
    let registry: WebhookRegistry
    let feed: WebhookFeed
    let account = AccountID(number: 1)

    init() async throws {
        temporary = try TemporaryDatabase()
        clock = ManualClock()
        let store = SQLiteLedgerStore(temporary.database, clock: clock)
        ledger = Ledger(store: store)
        outbox = WebhookOutbox(database: temporary.database)
        registry = WebhookRegistry(
            database: temporary.database, secrets: WebhookSecrets(key: Array(repeating: 1, count: 32)), reach: .global,
            clock: clock)
        feed = WebhookFeed(store: store, outbox: outbox, announcer: TestAnnouncer(), clock: clock)
        try await ledger.grant(
            GrantTerms(amount: 100, source: "test"), to: account, in: .api, reference: "grant", by: .system)
    }

    func endpoint(
        _ url: String = "https://example.com/", events: Set<WebhookEventType> = [], of other: AccountID? = nil
    ) async throws -> WebhookEndpoint {
        let subscription = WebhookRegistry.Subscription(
            url: try WebhookURL(url, within: .global), events: events, label: "")
        return try await registry.create(subscription, for: other ?? account).endpoint
    }

    func succeed(_ reference: Reference) async throws {
        let hold = try await ledger.hold(1, on: account, from: .api, reference: reference, by: "test")
        _ = try await hold.capture(result: Payload(bytes: [1]))
    }

    func fail(_ reference: Reference, order: Payload = .empty) async throws {
        let hold = try await ledger.hold(1, on: account, from: .api, reference: reference, order: order, by: "test")
        _ = try await hold.release(reason: Payload(bytes: [2]))
    }

    func follow() async throws {
        while try await feed.advance() {}
    }

    func due(perLane: Int = 10, limit: Int = 100) async throws -> [WebhookDelivery] {
        try await outbox.due(perLane: perLane, limit: limit, at: clock.now())
    }

    func settle(
        _ delivery: WebhookDelivery, _ verdict: DeliveryVerdict,
        _ result: Result<WebhookReply, WebhookSendError> = .success(WebhookReply(status: 200))
    ) async throws {
        try await outbox.record(
            WebhookAttemptRecord(
                delivery: delivery, result: result, verdict: verdict, startedAt: clock.now(), endedAt: clock.now()))
    }
}

/// Announces every charge by its reference; what an order holds is its job's address.
private struct TestAnnouncer: ChargeAnnouncing {
    func announcement(of charge: Charge) -> WebhookAnnouncement? {
        let url = charge.order.bytes.isEmpty ? nil : String(decoding: charge.order.bytes, as: UTF8.self)
        return WebhookAnnouncement(
            type: charge.capture == nil ? .generationFailed : .generationSucceeded, body: "\"\(charge.reference)\"",
            url: url)
    }
}
