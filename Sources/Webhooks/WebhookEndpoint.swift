public import CreditLedger
import SQL

/// Where an account wants to be told of its generations.
public struct WebhookEndpoint: Hashable, Sendable {
    /// Which endpoint, `whk_…`.
    public let id: String
    /// Whose.
    public let account: AccountID
    /// Where events are sent.
    public let url: String
    /// What its owner calls it.
    public let label: String
    /// Which events it subscribes to, in the order of ``WebhookEventType/subscribable``.
    public let events: [WebhookEventType]
    /// Which of its secrets is the present one, from 1 on.
    public let secretVersion: Int64
    /// Until when events are signed under the secret before as well, if there is one.
    public let previousSecretUntil: Timestamp?
    /// When it was disabled, if it was: nothing is sent to it then.
    public let disabledAt: Timestamp?
    /// When it was made.
    public let createdAt: Timestamp
}

extension WebhookEndpoint {
    init(_ row: SQLRow) throws(SQLFailure) {
        guard let account = AccountID(try row.text("account")) else {
            throw SQLFailure(.corrupt, "A stored webhook cannot be read.", remedy: "Restore it from a backup.")
        }
        self.init(
            id: try row.text("id"), account: account, url: try row.text("url"), label: try row.text("label"),
            events: try row.text("events").split(separator: ",").compactMap { WebhookEventType(rawValue: String($0)) },
            secretVersion: try row.integer("secret_version"),
            previousSecretUntil: try row.optionalInteger("previous_until").map { Timestamp(microseconds: $0) },
            disabledAt: try row.optionalInteger("disabled_at").map { Timestamp(microseconds: $0) },
            createdAt: Timestamp(microseconds: try row.integer("created_at")))
    }
}
