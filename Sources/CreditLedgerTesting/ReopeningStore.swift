public import CreditLedger
import Synchronization

/// A store that is opened anew ahead of each commit, as if its process had ended in between: what it
/// knows, it knows from what it has saved.
public final class ReopeningStore: LedgerStore {
    private let opening: @Sendable () throws -> any LedgerStore
    private let current = Mutex<(any LedgerStore)?>(nil)

    /// A store of what `opening` opens.
    ///
    /// - Parameter opening: Opens what was saved. What it opened the time before has been let go of by then.
    public init(opening: @escaping @Sendable () throws -> any LedgerStore) {
        self.opening = opening
    }

    public func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>] {
        current.withLock { $0 = nil }
        return try await store().commit(commands, by: rules)
    }

    private func store() throws(StoreFailure) -> any LedgerStore {
        do {
            return try current.withLock { current in
                let store = try current ?? opening()
                current = store
                return store
            }
        } catch {
            throw StoreFailure(.unavailable, "The store does not open.", remedy: "See the cause.", cause: error)
        }
    }
}

// Reading goes through.
extension ReopeningStore {
    public func balances(of account: AccountID) async throws(StoreFailure) -> [Balance] {
        try await store().balances(of: account)
    }

    public func charge(_ id: ChargeID) async throws(StoreFailure) -> Charge? {
        try await store().charge(id)
    }

    public func charge(reference: Reference) async throws(StoreFailure) -> Charge? {
        try await store().charge(reference: reference)
    }

    public func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge] {
        try await store().charges(of: account, page: page)
    }

    public func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry? {
        try await store().entry(key, sequence: sequence)
    }

    public func journal(
        _ filter: JournalFilter, _ order: JournalOrder, page: Page<Int64>
    ) async throws(StoreFailure) -> [JournalLine] {
        try await store().journal(filter, order, page: page)
    }

    public func entries(of charge: ChargeID) async throws(StoreFailure) -> [JournalLine] {
        try await store().entries(of: charge)
    }

    public func overdueHolds(limit: Int) async throws(StoreFailure) -> [ChargeID] {
        try await store().overdueHolds(limit: limit)
    }

    public func renewLeases(of worker: WorkerID, for duration: Duration) async throws(StoreFailure) -> Int {
        try await store().renewLeases(of: worker, for: duration)
    }

    public func balanceKeys(after key: BalanceKey?, limit: Int) async throws(StoreFailure) -> [BalanceKey] {
        try await store().balanceKeys(after: key, limit: limit)
    }

    public func record(of key: BalanceKey) async throws(StoreFailure) -> BalanceRecord? {
        try await store().record(of: key)
    }

    public func record(of charge: ChargeID) async throws(StoreFailure) -> ChargeRecord? {
        try await store().record(of: charge)
    }
}
