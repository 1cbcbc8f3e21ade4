import CreditLedger
import CreditLedgerTesting
import Testing

/// A ledger in memory whose store and clock a test can get at.
struct Fixture {
    static let account = AccountID(number: 1)

    let clock = ManualClock()
    let store: FaultyStore
    let ledger: Ledger

    init(
        retry: RetryPolicy = RetryPolicy(waits: [.zero, .zero, .zero]), limitInFlight: Int64? = nil,
        onCommit: @escaping @Sendable ([LedgerCommand]) async -> Void = { _ in }
    ) {
        store = FaultyStore(MemoryStore(clock: clock), onCommit: onCommit)
        var settings = Ledger.Settings()
        settings.retry = retry
        settings.limitInFlight = limitInFlight
        settings.leaseDuration = .seconds(60)
        ledger = Ledger(store: store, settings: settings)
    }

    func grant(_ amount: Credits, reference: Reference = "gift") async throws {
        try await ledger.grant(
            GrantTerms(amount: amount), to: Self.account, in: .app, reference: reference, by: "test")
    }

    func hold(_ amount: Credits, reference: Reference, order: Payload = .empty) async throws(LedgerError) -> Hold {
        try await ledger.hold(
            amount, on: Self.account, from: .app, reference: reference, order: order, by: "test")
    }

    func expectBalance(
        _ available: Credits, held: Credits = 0, spent: Credits = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let balance = try #require(try await store.balances(of: Self.account).first, sourceLocation: sourceLocation)
        #expect(balance.available == available, "available", sourceLocation: sourceLocation)
        #expect(balance.held == held, "held", sourceLocation: sourceLocation)
        #expect(balance.spent == spent, "spent", sourceLocation: sourceLocation)
        let report = try await ledger.verify()
        #expect(report.faults.isEmpty, sourceLocation: sourceLocation)
    }
}

extension LedgerError {
    /// The rules' reason, if they refused.
    var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    /// The store's reason, if it failed.
    var failure: StoreFailure? {
        if case .unavailable(let failure) = self { failure } else { nil }
    }

    /// The charge, if the reference had opened it before.
    var repeated: Charge? {
        if case .repeated(let charge) = self { charge } else { nil }
    }
}
