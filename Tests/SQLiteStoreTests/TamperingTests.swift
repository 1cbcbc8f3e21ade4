import CreditLedger
import CreditLedgerTesting
import GRDB
import SQLiteStore
import Testing

/// What becomes of a ledger whose rows somebody has changed by hand, within what the schema allows.
@Suite struct TamperingTests {
    private static let key = BalanceKey(account: AccountID(number: 1), pool: .app)

    /// What is changed, and the command that then finds out.
    static let tamperings: [(sql: String, finder: String)] = [
        ("UPDATE balances SET available = 0", "hold when due"), ("UPDATE balances SET available = 5", "grant when due"),
        ("UPDATE balances SET available = 5", "capture when due"), ("UPDATE balances SET available = 5000", "deduct"),
        ("UPDATE grants SET remaining = 1", "hold"), ("UPDATE balances SET held = 1", "capture"),
        ("UPDATE balances SET held = 1", "release"), ("UPDATE balances SET held = 0, holds_in_flight = 0", "capture"),
        ("UPDATE balances SET spent = 0", "refund"), ("UPDATE balances SET available = 5", "withdraw when due"),
        ("UPDATE balances SET available = 5000", "withdraw"), ("UPDATE balances SET available = 5000", "close"),
        ("UPDATE balances SET available = 5", "revoke"), ("UPDATE grants SET remaining = 1", "close"),
        ("UPDATE balances SET debt = 9223372036854775807", "revoke"),
    ]

    /// Rows that sum to more than a number can be, and the commands that would have summed.
    static let excesses = ["spent", "revoked", "held", "sequence", "holds_in_flight"].flatMap { column in
        ["grant", "hold", "deduct", "capture", "release", "refund", "revoke", "withdraw", "close"].map { finder in
            (sql: "UPDATE balances SET \(column) = 9223372036854775807", finder: finder)
        }
    }

    @Test(arguments: excesses)
    func `refuses, and does not stop, where numbers are at the end of their range`(
        sql: String, finder: String
    ) async throws {
        try await `moves nothing in a balance that contradicts itself`(sql: sql, finder: finder)
    }

    @Test(arguments: tamperings)
    func `moves nothing in a balance that contradicts itself`(sql: String, finder: String) async throws {
        try await withTemporaryFolder { folder in
            let clock = ManualClock()
            let database = try SQLiteDatabase(path: folder.path(), role: .server)
            let store = SQLiteLedgerStore(database, clock: clock)
            let (captured, held) = try await prepare(store, clock)
            try await DatabaseQueue(path: folder.path()).write { try $0.execute(sql: sql) }
            let entries = try await store.record(of: Self.key)?.entries
            if finder.hasSuffix("when due") { clock.advance(by: .seconds(100)) }

            let verb = try #require(finding(finder, captured: captured, held: held))
            let decision = try await store.commit([LedgerCommand(verb, by: "test")], by: LedgerRules())[0]
            #expect(decision == .failure(.inconsistentBalance(Self.key)))
            #expect(try await store.record(of: Self.key)?.entries == entries)
            let faults = try await Ledger(store: store).verify().faults
            #expect(!faults.isEmpty)
            #expect(try await store.balances(of: Self.key.account).count == 1)
        }
    }

    private func prepare(_ store: SQLiteLedgerStore, _ clock: ManualClock) async throws -> (ChargeID, ChargeID) {
        let terms = GrantTerms(amount: 100, expiresAt: clock.now().advanced(by: .seconds(100)))
        let (captured, held) = (ChargeID(1), ChargeID(2))
        let verbs: [LedgerCommand.Verb] = [
            .grant(.init(id: GrantID(1), key: Self.key, reference: "gift", terms: terms)),
            .deduct(.init(id: captured, key: Self.key, reference: "fee", amount: 30)),
            .hold(.init(id: held, key: Self.key, reference: "work", amount: 20)),
        ]
        for decision in try await store.commit(verbs.map { LedgerCommand($0, by: "test") }, by: LedgerRules()) {
            _ = try decision.get()
        }
        return (captured, held)
    }

    private func finding(_ finder: String, captured: ChargeID, held: ChargeID) -> LedgerCommand.Verb? {
        let holding = LedgerCommand.Holding(id: ChargeID(3), key: Self.key, reference: "more", amount: 10)
        return switch finder.split(separator: " ").first {
        case "hold": .hold(holding)
        case "deduct": .deduct(with(holding, amount: 1_000))
        case "grant": .grant(.init(id: GrantID(2), key: Self.key, reference: "more", terms: GrantTerms(amount: 1)))
        case "capture": .capture(held, amount: nil, result: .empty)
        case "release": .release(held, reference: "sorry", reason: .empty)
        case "refund": .refund(captured, amount: 10, reference: "back")
        case "revoke": .revoke(GrantID(1), amount: nil, reference: "recall", reason: nil)
        case "withdraw": Reason("wrong").map { .withdraw(Self.key, amount: 1_000, reference: "correct", reason: $0) }
        case "close": .close(Self.key, reference: "close", reason: nil)
        default: nil
        }
    }

    private func with(_ holding: LedgerCommand.Holding, amount: Credits) -> LedgerCommand.Holding {
        var holding = holding
        holding.amount = amount
        return holding
    }
}
