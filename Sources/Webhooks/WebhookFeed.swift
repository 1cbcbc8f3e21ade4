public import CreditLedger
import SQL

/// Follows the ledger: turns each charge that was resolved into an event in the outbox, once.
///
/// The ledger's own commit is the record of what has to be told. The outbox keeps how far along the journal it
/// has come in the commit that adds the events up to there, so a crash at any moment leaves either both or
/// neither, and the rest of the journal is still ahead.
public struct WebhookFeed: Sendable {
    private let store: any LedgerStore
    private let outbox: WebhookOutbox
    private let announcer: any ChargeAnnouncing
    private let clock: any LedgerClock

    /// How many entries of the journal are taken at once.
    private static let stride = 500

    /// A feed from the ledger in `store` into `outbox`.
    public init(
        store: some LedgerStore, outbox: WebhookOutbox, announcer: some ChargeAnnouncing,
        clock: any LedgerClock = SystemClock()
    ) {
        self.store = store
        self.outbox = outbox
        self.announcer = announcer
        self.clock = clock
    }

    /// Takes the next stretch of the journal.
    ///
    /// - Returns: Whether there was any.
    func advance() async throws -> Bool {
        let position = try await outbox.position()
        let page = Page(after: position, limit: Self.stride)
        let lines = try await store.journal(JournalFilter(), .oldestFirst, page: page)
        guard let last = lines.last?.position else { return false }
        try await outbox.add(try await events(in: lines), from: position, to: last, at: clock.now())
        return true
    }

    private func events(in lines: [JournalLine]) async throws(StoreFailure) -> [WebhookEvent] {
        var events: [WebhookEvent] = []
        for line in lines {
            guard let id = line.entry.resolvedCharge, let charge = try await store.charge(id) else { continue }
            if let event = WebhookEvent(of: charge, by: announcer) { events.append(event) }
        }
        return events
    }
}

extension Entry {
    /// The charge that it closed, if it closed one.
    fileprivate var resolvedCharge: ChargeID? {
        switch kind {
        case .capture, .release, .holdExpiry: charge
        default: nil
        }
    }
}
