public import CreditLedger

/// Somebody who has credits.
public struct Account: Hashable, Sendable {
    /// Which account; the ledger knows it by the same identifier.
    public let id: AccountID
    /// The address it was made with, in lower case.
    public let email: EmailAddress
    /// What it may do.
    public let role: Role
    /// When it was made.
    public let createdAt: Timestamp

    /// What an account may do.
    public enum Role: String, Hashable, Sendable, Codable {
        /// Generates and sees what is its own.
        case user
        /// Runs the server.
        case owner
    }
}
