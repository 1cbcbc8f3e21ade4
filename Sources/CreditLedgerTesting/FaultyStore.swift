public import CreditLedger
import Synchronization

/// A store that fails when it is told to, as a database on the far side of a network does, and else
/// does what the store within it does.
public final class FaultyStore: LedgerStore {
    /// What befalls a commit.
    public enum Fault: Sendable {
        /// It fails, and nothing is saved.
        case before(StoreFailure.Code)
        /// It is saved, and fails all the same, as when the connection is lost ahead of the answer.
        case after(StoreFailure.Code)
    }

    private struct State {
        var faults: [Fault] = []
        var permanent: Fault?
        var rejected: Set<Reference> = []
        var batches: [[LedgerCommand]] = []
    }

    private let store: any LedgerStore
    private let state = Mutex(State())
    private let onCommit: @Sendable ([LedgerCommand]) async -> Void

    /// A store around `store`.
    ///
    /// - Parameter onCommit: Called ahead of each commit, which waits until it returns.
    public init(_ store: any LedgerStore, onCommit: @escaping @Sendable ([LedgerCommand]) async -> Void = { _ in }) {
        self.store = store
        self.onCommit = onCommit
    }

    /// Makes the next commits fail, each in its own way.
    public func fail(_ faults: Fault...) {
        state.withLock { $0.faults += faults }
    }

    /// Makes all commits fail from now on, or none if `nil`.
    public func failAlways(_ fault: Fault?) {
        state.withLock { $0.permanent = fault }
    }

    /// Makes every commit fail that has a command of this reference, as a constraint would.
    public func reject(_ reference: Reference) {
        state.withLock { _ = $0.rejected.insert(reference) }
    }

    /// The batches that it was given, those that failed among them.
    public var batches: [[LedgerCommand]] { state.withLock { $0.batches } }

    public func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>] {
        await onCommit(commands)
        let fault = state.withLock { state -> Fault? in
            state.batches.append(commands)
            if commands.contains(where: { $0.reference.map(state.rejected.contains) ?? false }) {
                return .before(.rejected)
            }
            return state.faults.isEmpty ? state.permanent : state.faults.removeFirst()
        }
        if case .before(let code) = fault { throw Self.failure(code) }
        let decisions = try await store.commit(commands, by: rules)
        if case .after(let code) = fault { throw Self.failure(code) }
        return decisions
    }

    private static func failure(_ code: StoreFailure.Code) -> StoreFailure {
        StoreFailure(code, "The store was told to fail.", remedy: "Tell it not to.")
    }
}

// Reading goes through.
extension FaultyStore {
    public func balances(of account: AccountID) async throws(StoreFailure) -> [Balance] {
        try await store.balances(of: account)
    }

    public func charge(_ id: ChargeID) async throws(StoreFailure) -> Charge? {
        try await store.charge(id)
    }

    public func charge(reference: Reference) async throws(StoreFailure) -> Charge? {
        try await store.charge(reference: reference)
    }

    public func charges(of account: AccountID, page: Page<ChargeID>) async throws(StoreFailure) -> [Charge] {
        try await store.charges(of: account, page: page)
    }

    public func entry(_ key: BalanceKey, sequence: Int64) async throws(StoreFailure) -> Entry? {
        try await store.entry(key, sequence: sequence)
    }

    public func journal(
        _ filter: JournalFilter, _ order: JournalOrder, page: Page<Int64>
    ) async throws(StoreFailure) -> [JournalLine] {
        try await store.journal(filter, order, page: page)
    }

    public func entries(of charge: ChargeID) async throws(StoreFailure) -> [JournalLine] {
        try await store.entries(of: charge)
    }

    public func overdueHolds(limit: Int) async throws(StoreFailure) -> [ChargeID] {
        try await store.overdueHolds(limit: limit)
    }

    public func renewLeases(of worker: WorkerID, for duration: Duration) async throws(StoreFailure) -> Int {
        try await store.renewLeases(of: worker, for: duration)
    }

    public func balanceKeys(after key: BalanceKey?, limit: Int) async throws(StoreFailure) -> [BalanceKey] {
        try await store.balanceKeys(after: key, limit: limit)
    }

    public func record(of key: BalanceKey) async throws(StoreFailure) -> BalanceRecord? {
        try await store.record(of: key)
    }

    public func record(of charge: ChargeID) async throws(StoreFailure) -> ChargeRecord? {
        try await store.record(of: charge)
    }
}
