import Synchronization

/// A store that keeps the ledger in memory: for tests, and for programs whose credits may be lost.
public final class MemoryStore: LedgerStore {
    private struct State {
        var slice = LedgerSlice()
        var journal: [JournalLine] = []
        var chargeByReference: [Reference: ChargeID] = [:]
        var linesByCharge: [ChargeID: [JournalLine]] = [:]
        /// In the order in which they were opened.
        var opened: [ChargeID] = []
    }

    private let state = Mutex(State())
    private let clock: any LedgerClock

    /// An empty store whose time is told by `clock`.
    public init(clock: any LedgerClock = SystemClock()) {
        self.clock = clock
    }

    public func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>] {
        try state.withLock { state throws(StoreFailure) in
            let now = clock.now()
            try state.slice.checkIdentifiers(of: commands)
            let outcomes = commands.map { command in
                Result { () throws(Refusal) in try rules.decide(command, at: now, in: &state.slice) }
            }
            let position = Int64(state.journal.count)
            for (offset, entry) in state.slice.written.enumerated() {
                let line = JournalLine(position: position + Int64(offset) + 1, entry: entry)
                state.journal.append(line)
                if let charge = entry.charge { state.linesByCharge[charge, default: []].append(line) }
            }
            for entry in state.slice.written where entry.kind == .hold || entry.kind == .deduct {
                guard let id = entry.charge, let reference = entry.reference else { continue }
                state.chargeByReference[reference] = id
                state.opened.append(id)
            }
            state.slice.markSaved()
            return outcomes
        }
    }

    public func balances(of account: AccountID) async throws(StoreFailure) -> [Balance] {
        state.withLock { state in
            let now = clock.now()
            return state.slice.balances.values
                .filter { $0.key.account == account }
                .sorted { $0.key < $1.key }
                .map { $0.less(expired: state.slice.spendableGrants(of: $0.key), at: now) }
        }
    }

    public func charge(_ id: ChargeID) async throws(StoreFailure) -> Charge? {
        state.withLock { $0.slice.charges[id] }
    }

    public func charge(reference: Reference) async throws(StoreFailure) -> Charge? {
        state.withLock { state in state.chargeByReference[reference].flatMap { state.slice.charges[$0] } }
    }

    public func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge] {
        state.withLock { state in
            let end = page.after.map { state.opened.lastIndex(of: $0) ?? 0 } ?? state.opened.count
            let charges = state.opened[..<end].reversed().compactMap { state.slice.charges[$0] }
            return Array(charges.filter { $0.key.account == account }.prefix(page.limit))
        }
    }

    public func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry? {
        state.withLock { state in state.journal.first { $0.entry.key == key && $0.entry.sequence == sequence }?.entry }
    }

    public func journal(
        _ filter: JournalFilter, _ order: JournalOrder, page: Page<Int64>
    ) async throws(StoreFailure) -> [JournalLine] {
        state.withLock { state in
            // Positions are 1, 2, 3, …
            let count = Int64(state.journal.count)
            switch order {
            case .oldestFirst:
                let start = min(max(0, page.after ?? 0), count)
                let rest = state.journal[Int(start)...]
                return Array(rest.lazy.filter { filter.accepts($0.entry) }.prefix(page.limit))
            case .newestFirst:
                let end = min(max(1, page.after ?? .max) - 1, count)
                let rest = state.journal[..<Int(end)].reversed()
                return Array(rest.lazy.filter { filter.accepts($0.entry) }.prefix(page.limit))
            }
        }
    }

    public func entries(of charge: ChargeID) async throws(StoreFailure) -> [JournalLine] {
        state.withLock { $0.linesByCharge[charge] ?? [] }
    }

    public func overdueHolds(limit: Int) async throws(StoreFailure) -> [ChargeID] {
        state.withLock { state in
            let now = clock.now()
            let overdue = state.slice.charges.values.compactMap { charge -> (Timestamp, ChargeID)? in
                guard case .held(let lease) = charge.stage, lease.until <= now else { return nil }
                return (lease.until, charge.id)
            }
            return overdue.sorted { $0 < $1 }.prefix(limit).map(\.1)
        }
    }

    public func renewLeases(of worker: WorkerID, for duration: Duration) async throws(StoreFailure) -> Int {
        state.withLock { state in
            let until = clock.now().advanced(by: duration)
            let held = state.slice.charges.values.filter { charge in
                if case .held(let lease) = charge.stage { lease.worker == worker } else { false }
            }
            for var charge in held {
                charge.stage = .held(Lease(worker: worker, until: until))
                state.slice.load(charge)
            }
            return held.count
        }
    }

    public func balanceKeys(after key: BalanceKey?, limit: Int) async throws(StoreFailure) -> [BalanceKey] {
        state.withLock { state in
            let keys = state.slice.balances.keys.filter { candidate in key.map { candidate > $0 } ?? true }
            return Array(keys.sorted().prefix(limit))
        }
    }

    public func record(of key: BalanceKey) async throws(StoreFailure) -> BalanceRecord? {
        state.withLock { state in
            guard let balance = state.slice.balances[key] else { return nil }
            return BalanceRecord(
                balance: balance,
                entries: state.journal.map(\.entry).filter { $0.key == key },
                charges: state.slice.charges.values.filter { $0.key == key },
                grants: state.slice.grants.values.filter { $0.key == key })
        }
    }

    public func record(of charge: ChargeID) async throws(StoreFailure) -> ChargeRecord? {
        state.withLock { state in
            guard let stored = state.slice.charges[charge] else { return nil }
            return ChargeRecord(
                charge: stored, lines: state.linesByCharge[charge] ?? [],
                grants: stored.funding.compactMap { state.slice.grants[$0.grant] })
        }
    }
}

extension Balance {
    /// The balance as it is at `now`, where some of its grants may have become due since it was
    /// last written: an expired credit is not shown as available, whether a sweep came by or not.
    public func less(expired grants: [Grant], at now: Timestamp) -> Balance {
        guard total != nil else { return self }
        var balance = self
        for grant in grants where grant.isDue(at: now) && grant.remaining <= balance.available {
            balance.move(grant.remaining, from: .available, to: .expired)
        }
        return balance
    }
}
