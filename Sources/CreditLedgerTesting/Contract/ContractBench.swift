import CreditLedger
import Synchronization

/// A store under test, its clock, and what a check does with them.
final class ContractBench: Sendable {
    /// The balance that a check is about unless it says otherwise.
    static let key = BalanceKey(account: AccountID(number: 1), pool: .app)
    static let otherKey = BalanceKey(account: AccountID(number: 2), pool: .app)

    let store: any LedgerStore
    let clock: ManualClock
    let rules = LedgerRules()

    private let lastNumber = Mutex<Int64>(0)

    init(store: any LedgerStore, clock: ManualClock) {
        self.store = store
        self.clock = clock
    }

    /// The next of 1, 2, 3, …, for identifiers and references.
    func number() -> Int64 {
        lastNumber.withLock { last in
            last += 1
            return last
        }
    }

    func moment(in duration: Duration) -> Timestamp {
        clock.now().advanced(by: duration)
    }
}

// Making commands.
extension ContractBench {
    func granting(
        _ amount: Credits, priority: Int = 50, expiresAt: Timestamp? = nil, source: GrantSource = "test",
        reference: Reference? = nil, key: BalanceKey = ContractBench.key
    ) -> LedgerCommand.Verb {
        let number = number()
        let terms = GrantTerms(amount: amount, source: source, priority: priority, expiresAt: expiresAt)
        return .grant(
            .init(id: GrantID(number), key: key, reference: reference ?? Self.reference("grant", number), terms: terms))
    }

    func holding(
        _ amount: Credits, reference: Reference? = nil, order: Payload = .empty, limit: Int64? = nil,
        lease: Duration = .seconds(60), key: BalanceKey = ContractBench.key
    ) -> LedgerCommand.Holding {
        let number = number()
        return LedgerCommand.Holding(
            id: ChargeID(number), key: key, reference: reference ?? Self.reference("hold", number), amount: amount,
            order: order, worker: "bench", leaseDuration: lease, limitInFlight: limit)
    }

    func capturing(_ id: ChargeID, _ amount: Credits? = nil, result: Payload = .empty) -> LedgerCommand.Verb {
        .capture(id, amount: amount, result: result)
    }

    func releasing(_ id: ChargeID, reference: Reference? = nil, reason: Payload = .empty) -> LedgerCommand.Verb {
        .release(id, reference: reference ?? id.releaseReference, reason: reason)
    }

    func refunding(_ id: ChargeID, _ amount: Credits? = nil, reference: Reference? = nil) -> LedgerCommand.Verb {
        .refund(id, amount: amount, reference: reference ?? Self.reference("refund", number()))
    }

    static func reference(_ prefix: String, _ number: Int64) -> Reference {
        Reference(stringLiteral: "\(prefix)-\(number)")
    }
}

// Having them decided.
extension ContractBench {
    func decide(_ verbs: [LedgerCommand.Verb]) async throws -> [Result<Posting, Refusal>] {
        let results = try await store.commit(verbs.map { LedgerCommand($0, by: "bench") }, by: rules)
        try expect(results.count == verbs.count, "\(verbs.count) commands had \(results.count) outcomes")
        return results
    }

    /// Has a command done that is not to be refused.
    @discardableResult
    func run(_ verb: LedgerCommand.Verb) async throws -> Posting {
        switch try await decide([verb])[0] {
        case .success(let posting): return posting
        case .failure(let refusal): throw ContractViolation("refused as \(refusal): \(verb)")
        }
    }

    /// Has commands done one after another, each in a commit of its own.
    func run(_ verbs: [LedgerCommand.Verb]) async throws {
        for verb in verbs { try await run(verb) }
    }

    /// Holds credits and tells the charge's identifier.
    func hold(_ amount: Credits, lease: Duration = .seconds(60)) async throws -> ChargeID {
        let holding = holding(amount, lease: lease)
        try await run(.hold(holding))
        return holding.id
    }

    /// Grants and holds so much, and nothing else.
    func holdOnly(_ amount: Credits) async throws -> ChargeID {
        try await run(granting(amount))
        return try await hold(amount)
    }

    /// Expects that a command is refused so, and that nothing was written but for `writes` entries of
    /// what had become due.
    func expectRefusal(
        _ expected: Refusal, of verb: LedgerCommand.Verb, writing writes: Int = 0
    ) async throws {
        let before = try await lastPosition()
        switch try await decide([verb])[0] {
        case .success(let posting):
            throw ContractViolation("posted \(posting.entry.kind.name) rather than refuse as \(expected): \(verb)")
        case .failure(let refusal):
            try expect(refusal == expected, "refused as \(refusal) rather than as \(expected): \(verb)")
        }
        let written = try await entriesWritten(since: before)
        try expect(written == writes, "a refusal wrote \(written) entries, not \(writes)")
    }

    /// Expects that a command is answered with what `first` did, and that nothing is written.
    func expectRepeat(of first: Posting, by verb: LedgerCommand.Verb) async throws {
        let before = try await lastPosition()
        let posting = try await run(verb)
        try expect(posting.isRepeat, "not known as a repeat: \(verb)")
        try expect(!first.isRepeat, "known as a repeat at first: \(verb)")
        try expect(posting.entry == first.entry, "answered with \(posting.entry) rather than \(first.entry)")
        try expect(try await entriesWritten(since: before) == 0, "a repeat wrote something")
    }
}

// Looking at what is there.
extension ContractBench {
    func expect(_ holds: Bool, _ message: @autoclosure () -> String) throws(ContractViolation) {
        if !holds { throw ContractViolation(message()) }
    }

    func expectEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws(ContractViolation) {
        if found != expected { throw ContractViolation("\(what): found \(found), expected \(expected)") }
    }

    func balance(_ key: BalanceKey = ContractBench.key) async throws -> Balance? {
        try await store.balances(of: key.account).first { $0.key == key }
    }

    func charge(_ id: ChargeID) async throws -> Charge {
        guard let charge = try await store.charge(id) else { throw ContractViolation("no charge \(id)") }
        return charge
    }

    func record(_ key: BalanceKey = ContractBench.key) async throws -> BalanceRecord {
        guard let record = try await store.record(of: key) else { throw ContractViolation("no record of \(key)") }
        return record
    }

    func expectBalance(
        _ available: Credits, held: Credits = 0, spent: Credits = 0, expired: Credits = 0, revoked: Credits = 0,
        debt: Credits = 0, of key: BalanceKey = ContractBench.key
    ) async throws {
        guard let balance = try await balance(key) else { throw ContractViolation("no balance of \(key)") }
        let places = [
            ("available", balance.available, available), ("held", balance.held, held),
            ("spent", balance.spent, spent), ("expired", balance.expired, expired),
            ("revoked", balance.revoked, revoked), ("debt", balance.debt, debt),
        ]
        for (place, found, expected) in places { try expectEqual(found, expected, place) }
    }

    /// Reads a list to its end, page by page; each page is asked for behind the last item of the one before.
    func walk<Item>(by limit: Int, _ page: (Item?) async throws -> [Item]) async throws -> [Item] {
        var found: [Item] = []
        while true {
            let items = try await page(found.last)
            try expect(items.count <= limit, "\(items.count) on a page of \(limit)")
            found += items
            if items.count < limit { return found }
            try expect(found.count < 1_000, "a list of pages without end")
        }
    }

    func lastPosition() async throws -> Int64 {
        try await store.journal(JournalFilter(), page: Page(limit: 1)).first?.position ?? 0
    }

    /// How many entries there are behind a place; a store's places may have gaps.
    func entriesWritten(since position: Int64) async throws -> Int {
        try await store.journal(JournalFilter(), page: Page(limit: 100)).count { $0.position > position }
    }

    /// Has all that is on file checked.
    func expectNoFaults() async throws {
        for key in try await store.balanceKeys(after: nil, limit: .max) {
            let faults = BalanceCheck.faults(in: try await record(key))
            try expect(faults.isEmpty, faults.map(\.description).joined(separator: "\n"))
        }
    }
}
