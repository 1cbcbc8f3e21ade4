import CreditLedger

/// One way in which a store could be wrong.
enum Sabotage: String, CaseIterable, Sendable {
    case shorterGrace, freeReferences, lostCapture, otherOrder, generousBalance, unlimitedHolds
    case freeWithdrawals, forgivenDebt, openForever, staleStanding, timelessJournal, backwardJournal, shortHistory

    /// Whether it is of the journal's reading alone, which the model does not look into.
    var isOfReading: Bool { self == .timelessJournal || self == .backwardJournal }
}

/// A store that does one thing wrong.
struct SabotagedStore: LedgerStore {
    private let store: MemoryStore
    private let sabotage: Sabotage

    init(_ store: MemoryStore, _ sabotage: Sabotage) {
        self.store = store
        self.sabotage = sabotage
    }

    func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>] {
        var rules = rules
        var given = commands
        switch sabotage {
        case .shorterGrace: rules.gracePeriod = .seconds(1)
        case .otherOrder: given.reverse()
        case .freeReferences: given = commands.map(withAnotherReference)
        case .unlimitedHolds: given = commands.map(withoutLimit)
        case .freeWithdrawals: given = commands.map(withdrawingAgain)
        case .openForever: given = commands.map(withdrawingRatherThanClosing)
        default: break
        }
        let decisions = try await store.commit(given, by: rules)
        switch sabotage {
        case .otherOrder: return decisions.reversed()
        case .lostCapture: return decisions.map(withoutResult)
        case .staleStanding: return decisions.map(standingAtItsEntry)
        default: return decisions
        }
    }

    private func withAnotherReference(_ command: LedgerCommand) -> LedgerCommand {
        guard case .grant(var granting) = command.verb else { return command }
        granting.reference = Reference(stringLiteral: "\(granting.reference)-\(granting.id)")
        return LedgerCommand(.grant(granting), by: command.actor)
    }

    private func withdrawingAgain(_ command: LedgerCommand) -> LedgerCommand {
        guard case .withdraw(let key, let amount, _, let reason) = command.verb else { return command }
        let reference = Reference.unique("again")
        return LedgerCommand(
            .withdraw(key, amount: amount, reference: reference, reason: reason), by: command.actor)
    }

    private func withdrawingRatherThanClosing(_ command: LedgerCommand) -> LedgerCommand {
        guard case .close(let key, let reference, _) = command.verb, let reason = Reason("closed") else {
            return command
        }
        return LedgerCommand(.withdraw(key, amount: 1, reference: reference, reason: reason), by: command.actor)
    }

    private func withoutLimit(_ command: LedgerCommand) -> LedgerCommand {
        guard case .hold(var holding) = command.verb else { return command }
        holding.limitInFlight = nil
        return LedgerCommand(.hold(holding), by: command.actor)
    }

    private func withoutResult(_ decision: Result<Posting, Refusal>) -> Result<Posting, Refusal> {
        guard case .success(let posting) = decision, var charge = posting.charge,
            case .captured(let capture, let mark) = charge.stage
        else { return decision }
        let empty = Charge.Capture(amount: capture.amount, refunded: capture.refunded, result: .empty)
        charge.stage = .captured(empty, mark)
        return .success(Posting(entry: posting.entry, charge: charge, isRepeat: posting.isRepeat))
    }

    private func standingAtItsEntry(_ decision: Result<Posting, Refusal>) -> Result<Posting, Refusal> {
        decision.map { Posting(entry: $0.entry, charge: $0.charge, grant: $0.grant, isRepeat: $0.isRepeat) }
    }
}

extension SabotagedStore {
    func balances(of account: AccountID) async throws(StoreFailure) -> [Balance] {
        var balances = try await store.balances(of: account)
        for index in balances.indices {
            switch sabotage {
            case .generousBalance: balances[index].available = balances[index].available.adding(1) ?? .zero
            case .forgivenDebt: balances[index].debt = .zero
            default: break
            }
        }
        return balances
    }

    func charge(_ id: ChargeID) async throws(StoreFailure) -> Charge? { try await store.charge(id) }

    func charge(reference: Reference) async throws(StoreFailure) -> Charge? {
        try await store.charge(reference: reference)
    }

    func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge] {
        try await store.charges(of: account, page: page)
    }

    func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry? {
        try await store.entry(key, sequence: sequence)
    }

    func journal(
        _ filter: JournalFilter, _ order: JournalOrder, page: Page<Int64>
    ) async throws(StoreFailure) -> [JournalLine] {
        switch sabotage {
        case .timelessJournal:
            var filter = filter
            filter.since = nil
            return try await store.journal(filter, order, page: page)
        case .backwardJournal: return try await store.journal(filter, .newestFirst, page: page)
        default: return try await store.journal(filter, order, page: page)
        }
    }

    func entries(of charge: ChargeID) async throws(StoreFailure) -> [JournalLine] {
        let lines = try await store.entries(of: charge)
        return sabotage == .shortHistory ? Array(lines.prefix(2)) : lines
    }

    func overdueHolds(limit: Int) async throws(StoreFailure) -> [ChargeID] {
        try await store.overdueHolds(limit: limit)
    }

    func renewLeases(of worker: WorkerID, for duration: Duration) async throws(StoreFailure) -> Int {
        try await store.renewLeases(of: worker, for: duration)
    }

    func balanceKeys(after key: BalanceKey?, limit: Int) async throws(StoreFailure) -> [BalanceKey] {
        try await store.balanceKeys(after: key, limit: limit)
    }

    func record(of key: BalanceKey) async throws(StoreFailure) -> BalanceRecord? { try await store.record(of: key) }

    func record(of charge: ChargeID) async throws(StoreFailure) -> ChargeRecord? {
        try await store.record(of: charge)
    }
}
