/// Names one balance: an account's pool.
public struct BalanceKey: Hashable, Sendable, Codable {
    /// Whose it is.
    public let account: AccountID
    /// Which of the account's pools.
    public let pool: Pool

    /// The balance of `account` in `pool`.
    public init(account: AccountID, pool: Pool) {
        self.account = account
        self.pool = pool
    }
}

extension BalanceKey: Comparable {
    /// The order in which stores lock balances, the same for all, so that no two wait for each other.
    public static func < (left: BalanceKey, right: BalanceKey) -> Bool {
        (left.account, left.pool) < (right.account, right.pool)
    }
}

extension BalanceKey: CustomStringConvertible {
    public var description: String { "\(account)/\(pool)" }
}
