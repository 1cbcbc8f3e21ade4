import CreditLedger
import CreditLedgerTesting
import Testing

/// The checker's canary: whatever is changed in a record by hand is found.
@Suite struct BalanceCheckTests {
    @Test func `a record that was only written by the rules has no faults`() async throws {
        #expect(BalanceCheck.faults(in: try await Self.record()).isEmpty)
    }

    @Test(arguments: Tampering.all)
    func `finds that somebody tampered with a record`(tampering: Tampering) async throws {
        var record = try await Self.record()
        tampering.change(&record)
        let faults = BalanceCheck.faults(in: record)
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { $0.description.contains("/app") || tampering.isOfKey })
    }

    @Test func `a whole ledger's faults are counted, and told up to a limit`() async throws {
        let store = TamperedStore(try await Self.written().store)
        let report = try await Ledger(store: store).verify(limit: 1)
        #expect(report.faultCount > 1)
        #expect(report.faults.count == 1)
        #expect(report.balances == 1)
    }

    /// Every kind of entry, a charge at every stage, and a grant that was taken back in every way.
    static func written() async throws -> Fixture {
        let fixture = Fixture()
        let (ledger, account) = (fixture.ledger, Fixture.account)
        try await ledger.grant(
            GrantTerms(amount: 30, expiresAt: fixture.clock.now().advanced(by: .seconds(90))), to: account, in: .app,
            reference: "short", by: "test")
        try await fixture.grant(50, reference: "long")
        let overdue = try await fixture.hold(4, reference: "overdue").charge.id
        fixture.clock.advance(by: .seconds(60))
        #expect(try await ledger.resolveOverdueHolds().map(\.id) == [overdue])
        _ = try await fixture.hold(5, reference: "captured").capture()
        let refunded = try await fixture.hold(6, reference: "part").capture(4).charge?.id
        _ = try await fixture.hold(7, reference: "released").release()
        try await ledger.deduct(8, from: account, in: .app, reference: "deducted", by: "test")
        fixture.clock.advance(by: .seconds(60))
        try await ledger.refund(try #require(refunded), amount: 3, reference: "back", by: "test")
        _ = try await fixture.hold(20, reference: "held").charge
        try await ledger.deduct(33, from: account, in: .app, reference: "rest", by: "test")
        try await takeBack(on: fixture)
        return fixture
    }

    /// Takes back what is there and what is not, and closes the pool while a hold is open.
    private static func takeBack(on fixture: Fixture) async throws {
        let (ledger, account) = (fixture.ledger, Fixture.account)
        let record = try await fixture.store.record(of: BalanceKey(account: account, pool: .app))
        let long = try #require(record?.grants.first { $0.reference == "long" }?.id)
        let correction = try #require(Reason("granted twice"))
        try await ledger.revoke(long, amount: 10, reference: "recall", by: "test")
        let late = try #require(
            try await ledger.grant(
                GrantTerms(amount: 25), to: account, in: .app, reference: "late", by: "test"
            ).grant?.id)
        try await ledger.withdraw(4, from: account, in: .app, reference: "correct", reason: correction, by: "test")
        try await ledger.revoke(late, amount: 6, reference: "recall-late", by: "test")
        try await ledger.revoke(long, amount: 3, reference: "recall-again", by: "test")
        let hold = try await fixture.hold(2, reference: "open")
        try await ledger.close(account, pool: .app, reference: "close", by: "test")
        _ = try await hold.capture(1)
    }

    static func record() async throws -> BalanceRecord {
        let key = BalanceKey(account: Fixture.account, pool: .app)
        return try #require(try await written().store.record(of: key))
    }
}

/// A store whose records are all tampered with.
private struct TamperedStore: LedgerStore {
    let store: any LedgerStore

    init(_ store: any LedgerStore) { self.store = store }

    func record(of key: BalanceKey) async throws(StoreFailure) -> BalanceRecord? {
        var record = try await store.record(of: key)
        record?.balance.available = 1_000
        return record
    }

    func balanceKeys(after key: BalanceKey?, limit: Int) async throws(StoreFailure) -> [BalanceKey] {
        try await store.balanceKeys(after: key, limit: limit)
    }

    func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>] { [] }

    func balances(of account: AccountID) async throws(StoreFailure) -> [Balance] { [] }
    func charge(_ id: ChargeID) async throws(StoreFailure) -> Charge? { nil }
    func charge(reference: Reference) async throws(StoreFailure) -> Charge? { nil }
    func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge] { [] }
    func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry? { nil }
    func journal(
        _ filter: JournalFilter, _ order: JournalOrder, page: Page<Int64>
    ) async throws(StoreFailure) -> [JournalLine] { [] }

    func entries(of charge: ChargeID) async throws(StoreFailure) -> [JournalLine] { [] }
    func record(of charge: ChargeID) async throws(StoreFailure) -> ChargeRecord? { nil }
    func overdueHolds(limit: Int) async throws(StoreFailure) -> [ChargeID] { [] }
    func renewLeases(of worker: WorkerID, for duration: Duration) async throws(StoreFailure) -> Int { 0 }
}
