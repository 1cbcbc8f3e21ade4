public import CreditLedger
import GRDB

/// Keeps a ledger in a SQLite file.
public struct SQLiteLedgerStore: LedgerStore {
    private let database: SQLiteDatabase
    private let clock: any LedgerClock

    /// The ledger in `database`, whose time is told by `clock`.
    public init(_ database: SQLiteDatabase, clock: any LedgerClock = SystemClock()) {
        self.database = database
        self.clock = clock
    }

    public func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>] {
        let clock = clock
        return try await translatingFailures {
            try await database.writeLedger { connection, memory in
                try memory.commit(commands, by: rules, clock: clock, on: connection)
            }
        }
    }

    public func balances(of account: AccountID) async throws(StoreFailure) -> [Balance] {
        let clock = clock
        return try await translatingFailures {
            try await database.read { connection in
                let now = clock.now()
                return try BalanceRow.all(of: account, on: connection).map { row in
                    row.balance.less(expired: try GrantRow.spendable(of: row, on: connection), at: now)
                }
            }
        }
    }

    public func charge(_ id: ChargeID) async throws(StoreFailure) -> Charge? {
        try await translatingFailures {
            try await database.read { try ChargeRow.find(id, on: $0)?.charge }
        }
    }

    public func charge(reference: Reference) async throws(StoreFailure) -> Charge? {
        try await translatingFailures {
            try await database.read { connection in
                guard let entry = try EntryRow.find(reference, on: connection)?.entry,
                    entry.kind == .hold || entry.kind == .deduct, let id = entry.charge
                else { return nil }
                return try ChargeRow.find(id, on: connection)?.charge
            }
        }
    }

    public func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge] {
        try await translatingFailures {
            try await database.read { try ChargeRow.page(page, of: account, on: $0) }
        }
    }

    public func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry? {
        try await translatingFailures {
            try await database.read { try EntryRow.find(key, sequence: sequence, on: $0)?.entry }
        }
    }

    public func journal(
        _ filter: JournalFilter, _ order: JournalOrder, page: Page<Int64>
    ) async throws(StoreFailure) -> [JournalLine] {
        try await translatingFailures {
            try await database.read { try JournalPage.lines(page, filter, order, on: $0) }
        }
    }

    public func entries(of charge: ChargeID) async throws(StoreFailure) -> [JournalLine] {
        try await translatingFailures {
            try await database.read { try EntryRow.all(about: charge, on: $0).map(\.line) }
        }
    }

    public func overdueHolds(limit: Int) async throws(StoreFailure) -> [ChargeID] {
        let now = clock.now()
        return try await translatingFailures {
            try await database.read { try LeaseRow.overdue(at: now, limit: limit, on: $0) }
        }
    }

    public func renewLeases(of worker: WorkerID, for duration: Duration) async throws(StoreFailure) -> Int {
        let until = clock.now().advanced(by: duration)
        return try await translatingFailures {
            try await database.writeLedger { connection, memory in
                memory.renew(of: worker, until: until)
                return try LeaseRow.renew(of: worker, until: until, on: connection)
            }
        }
    }

    public func balanceKeys(after key: BalanceKey?, limit: Int) async throws(StoreFailure) -> [BalanceKey] {
        try await translatingFailures {
            try await database.read { try BalanceRow.keys(after: key, limit: limit, on: $0) }
        }
    }

    public func record(of key: BalanceKey) async throws(StoreFailure) -> BalanceRecord? {
        try await translatingFailures {
            try await database.read { connection in
                guard let row = try BalanceRow.find(key, on: connection) else { return nil }
                return BalanceRecord(
                    balance: row.balance,
                    entries: try EntryRow.all(of: row, on: connection),
                    charges: try ChargeRow.all(of: row, on: connection),
                    grants: try GrantRow.all(of: row, on: connection))
            }
        }
    }

    public func record(of charge: ChargeID) async throws(StoreFailure) -> ChargeRecord? {
        try await translatingFailures {
            try await database.read { connection in
                guard let stored = try ChargeRow.find(charge, on: connection)?.charge else { return nil }
                return ChargeRecord(
                    charge: stored, lines: try EntryRow.all(about: charge, on: connection).map(\.line),
                    grants: try stored.funding.compactMap { try GrantRow.find($0.grant, on: connection) })
            }
        }
    }

    public func survey(_ audit: LedgerAudit) async throws(StoreFailure) -> LedgerAudit {
        try await translatingFailures {
            try await database.read { connection in
                var survey = LedgerSurvey(audit, on: connection)
                return try survey.finish()
            }
        }
    }

    public func sealJournal(limit: Int) async throws(StoreFailure) -> JournalSeal? {
        let moment = clock.now()
        return try await translatingFailures {
            guard let seal = try await database.read({ try SealRow.next(limit: limit, on: $0) }) else { return nil }
            let isKept = try await database.write { try SealRow.insert(seal, at: moment, on: $0) }
            return isKept ? seal : nil
        }
    }

    private func translatingFailures<Value>(
        _ work: () async throws -> Value
    ) async throws(StoreFailure) -> Value {
        do { return try await work() } catch { throw StoreFailure(error) }
    }
}
