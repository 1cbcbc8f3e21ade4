/// Keeps the ledger's rows, and knows nothing about credits beyond them.
///
/// A store loads the records that a batch of commands names into a ``LedgerSlice``, hands it to the
/// rules, and saves what they changed, all in one durable commit. `CreditLedgerTesting` holds the
/// contract that every store must pass.
public protocol LedgerStore: Sendable {
    /// Decides and saves a batch in one commit; the decisions come in the order of the commands.
    ///
    /// A refusal is a decision like any other. When this throws, nothing was saved, unless the
    /// failure's code is ``StoreFailure/Code/outcomeUnknown``. Must not stop half way when the calling
    /// task is cancelled.
    func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>]

    /// The balances of an account, by the name of their pool, as they are at this moment.
    func balances(of account: AccountID) async throws(StoreFailure) -> [Balance]

    /// A charge by its identifier.
    func charge(_ id: ChargeID) async throws(StoreFailure) -> Charge?

    /// A charge by its reference.
    func charge(reference: Reference) async throws(StoreFailure) -> Charge?

    /// Charges of an account, the one opened last first.
    func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge]

    /// An entry by its place in its balance's journal.
    func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry?

    /// Lines of the journal in the order of their positions, or against it.
    ///
    /// A page's cursor is the position of the last line of the page before, in either direction.
    func journal(
        _ filter: JournalFilter, _ order: JournalOrder, page: Page<Int64>
    ) async throws(StoreFailure) -> [JournalLine]

    /// All lines of the journal about one charge, in their order; none if there is no such charge.
    func entries(of charge: ChargeID) async throws(StoreFailure) -> [JournalLine]

    /// Charges whose lease has ended and that nobody has resolved, the longest overdue first.
    func overdueHolds(limit: Int) async throws(StoreFailure) -> [ChargeID]

    /// Moves the end of every lease that `worker` has to `duration` from now: the worker lives.
    ///
    /// - Returns: How many leases there are.
    @discardableResult
    func renewLeases(of worker: WorkerID, for duration: Duration) async throws(StoreFailure) -> Int

    /// The balances after `key` in their order, for a walk through all of them.
    func balanceKeys(after key: BalanceKey?, limit: Int) async throws(StoreFailure) -> [BalanceKey]

    /// All that is on file about one balance, as of one moment.
    func record(of key: BalanceKey) async throws(StoreFailure) -> BalanceRecord?

    /// Hands everything on file to an audit, as of one moment, in the audit's order; ends with
    /// ``LedgerAudit/finish()``.
    func survey(_ audit: LedgerAudit) async throws(StoreFailure) -> LedgerAudit

    /// Seals what of the journal is not sealed yet, up to a number of entries.
    ///
    /// - Returns: The new seal; `nil` if there was nothing to seal, or another process has just done so.
    func sealJournal(limit: Int) async throws(StoreFailure) -> JournalSeal?

    /// All that is on file about one charge, as of one moment.
    func record(of charge: ChargeID) async throws(StoreFailure) -> ChargeRecord?
}

extension LedgerStore {
    /// The charge that a person or a program means, who names its identifier, `chg_…`, or its reference.
    public func charge(named name: String) async throws(StoreFailure) -> Charge? {
        if let id = ChargeID(name), let charge = try await charge(id) { return charge }
        guard let reference = Reference(name) else { return nil }
        return try await charge(reference: reference)
    }

    /// Lines of the journal, the newest first.
    public func journal(_ filter: JournalFilter, page: Page<Int64>) async throws(StoreFailure) -> [JournalLine] {
        try await journal(filter, .newestFirst, page: page)
    }
}

/// A part of a long list: so many records from behind a given one on.
public struct Page<Cursor: Sendable & Hashable>: Sendable, Hashable {
    /// The last record of the page before; `nil` for the first page.
    public var after: Cursor?
    /// How many records at most.
    public var limit: Int

    /// A page behind `cursor`.
    public init(after cursor: Cursor? = nil, limit: Int) {
        self.after = cursor
        self.limit = limit
    }
}

/// All that is on file about one balance.
public struct BalanceRecord: Sendable {
    /// The balance as stored.
    public var balance: Balance
    /// Its entries by sequence number.
    public var entries: [Entry]
    /// Its charges.
    public var charges: [Charge]
    /// Its grants.
    public var grants: [Grant]

    /// A record.
    public init(balance: Balance, entries: [Entry], charges: [Charge], grants: [Grant]) {
        self.balance = balance
        self.entries = entries
        self.charges = charges
        self.grants = grants
    }
}

/// All that is on file about one charge.
public struct ChargeRecord: Sendable {
    /// The charge as stored.
    public var charge: Charge
    /// Its lines of the journal, in their order.
    public var lines: [JournalLine]
    /// The grants that paid for it, in the order in which they were burned.
    public var grants: [Grant]

    /// A record.
    public init(charge: Charge, lines: [JournalLine], grants: [Grant]) {
        self.charge = charge
        self.lines = lines
        self.grants = grants
    }
}
