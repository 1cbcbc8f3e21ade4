public import CreditLedger

/// What is on file about an API key: all but the key itself.
public struct APIKey: Hashable, Sendable {
    /// Which key, `key_…`.
    public let id: String
    /// Whose credits it spends.
    public let account: AccountID
    /// What its owner calls it.
    public let label: String
    /// Its last four characters.
    public let lastFour: String
    /// When it was made.
    public let createdAt: Timestamp
    /// When it was revoked, if it was.
    public let revokedAt: Timestamp?
}
