public import CreditLedger

/// A balance as people and programs are told it.
public struct BalanceSheet: Encodable, Sendable {
    /// May be spent now.
    public let available: Int64
    /// Reserved for work that is under way.
    public let held: Int64
    /// Paid for what was delivered.
    public let spent: Int64
    /// Gone because their time was over.
    public let expired: Int64
    /// Taken back by the owner.
    public let revoked: Int64
    /// All that was ever put in: the sum of the others.
    public let issued: Int64

    /// A balance in numbers.
    public init(_ balance: Balance) {
        available = balance.available.count
        held = balance.held.count
        spent = balance.spent.count
        expired = balance.expired.count
        revoked = balance.revoked.count
        issued = balance.issued.count
    }

    /// The balances of an account by pool; `app` and `api` are always there.
    public static func pools(
        of account: AccountID, in ledger: Ledger
    ) async throws(StoreFailure) -> [String: BalanceSheet] {
        var pools: [String: BalanceSheet] = [:]
        for pool in [Pool.app, .api] {
            pools[pool.name] = BalanceSheet(Balance(key: BalanceKey(account: account, pool: pool)))
        }
        for balance in try await ledger.store.balances(of: account) {
            pools[balance.key.pool.name] = BalanceSheet(balance)
        }
        return pools
    }
}
