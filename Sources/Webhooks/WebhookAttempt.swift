public import CreditLedger
import SQL

/// One try to deliver an event, as the endpoint's owner may look it up.
public struct WebhookAttempt: Sendable {
    /// Which attempt, `att_…`; those made later sort behind.
    public let id: String
    /// The event's name: its `webhook-id`.
    public let event: String
    /// The event's type.
    public let type: String
    /// The first try of a delivery is 1.
    public let number: Int64
    /// What came back.
    public let outcome: Outcome
    /// When it began.
    public let startedAt: Timestamp
    /// How long it took.
    public let duration: Duration
    /// When the delivery will be tried again, if it will.
    public let nextAt: Timestamp?

    /// How an attempt ended.
    public enum Outcome: Hashable, Sendable {
        /// The receiver answered, with a status and the beginning of a body.
        case answered(status: Int64, body: String)
        /// There was no answer, for a reason that is safe to tell.
        case unanswered(reason: String)
    }

    init(_ row: SQLRow) throws(SQLFailure) {
        id = try row.text("id")
        event = try row.text("event")
        type = try row.text("type")
        number = try row.integer("number")
        if let status = try row.optionalInteger("status") {
            outcome = .answered(status: status, body: try row.text("response"))
        } else {
            outcome = .unanswered(reason: try row.text("problem"))
        }
        startedAt = Timestamp(microseconds: try row.integer("started_at"))
        duration = .milliseconds(try row.integer("milliseconds"))
        nextAt = try row.optionalInteger("next_at").map { Timestamp(microseconds: $0) }
    }
}
