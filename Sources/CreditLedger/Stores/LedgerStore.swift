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

    /// Charges of an account, the newest first.
    func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge]

    /// An entry by its place in its balance's journal.
    func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry?

    /// Lines of the journal, the newest first.
    func journal(_ filter: JournalFilter, page: Page<Int64>) async throws(StoreFailure) -> [JournalLine]

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

/// Which lines of the journal are wanted.
public struct JournalFilter: Sendable, Hashable {
    /// Only this account's.
    public var account: AccountID?
    /// Only this pool's.
    public var pool: Pool?

    /// A filter; `nil` lets everything pass.
    public init(account: AccountID? = nil, pool: Pool? = nil) {
        self.account = account
        self.pool = pool
    }
}

/// An entry and its place in the journal.
public struct JournalLine: Sendable, Hashable {
    /// The place in the order of arrival, over all balances.
    public let position: Int64
    /// The entry.
    public let entry: Entry

    /// An entry at a place.
    public init(position: Int64, entry: Entry) {
        self.position = position
        self.entry = entry
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
