import CreditLedger
import Webhooks

/// An endpoint as its owner is told it; the secret only when it is new.
struct WebhookSheet: Encodable {
    var id: String
    var url: String
    var events: [String]
    var label: String
    var status: String
    var createdAt: String
    var disabledAt: String?
    var previousSecretUntil: String?
    var secret: String?

    init(_ endpoint: WebhookEndpoint, secret: WebhookSecret? = nil) {
        id = endpoint.id
        url = endpoint.url
        events = endpoint.events.map(\.rawValue)
        label = endpoint.label
        status = endpoint.disabledAt == nil ? "enabled" : "disabled"
        createdAt = "\(endpoint.createdAt)"
        disabledAt = endpoint.disabledAt.map { "\($0)" }
        previousSecretUntil = endpoint.previousSecretUntil.map { "\($0)" }
        self.secret = secret?.text
    }

    enum CodingKeys: String, CodingKey {
        case id, url, events, label, status, secret
        case createdAt = "created_at"
        case disabledAt = "disabled_at"
        case previousSecretUntil = "previous_secret_until"
    }
}

/// All endpoints of an account: there are never more than a page of them.
struct WebhookList: Encodable {
    var data: [WebhookSheet]
}

/// An event that was put on its way.
struct EventBody: Encodable {
    var event: String
    var type: String
}

/// One try to deliver an event.
struct AttemptSheet: Encodable {
    var id: String
    var event: String
    var type: String
    var attempt: Int64
    var status: Int64?
    var response: String?
    var problem: String?
    var startedAt: String
    var durationMilliseconds: Int64
    var nextAttemptAt: String?

    init(_ attempt: WebhookAttempt) {
        id = attempt.id
        event = attempt.event
        type = attempt.type
        self.attempt = attempt.number
        switch attempt.outcome {
        case .answered(let status, let body): (self.status, response) = (status, body)
        case .unanswered(let reason): problem = reason
        }
        startedAt = "\(attempt.startedAt)"
        durationMilliseconds =
            attempt.duration.components.seconds * 1_000
            + attempt.duration.components.attoseconds / 1_000_000_000_000_000
        nextAttemptAt = attempt.nextAt.map { "\($0)" }
    }

    enum CodingKeys: String, CodingKey {
        case id, event, type, attempt, status, response, problem
        case startedAt = "started_at"
        case durationMilliseconds = "duration_ms"
        case nextAttemptAt = "next_attempt_at"
    }
}

/// A page of attempts.
struct AttemptList: Encodable {
    var data: [AttemptSheet]
    var nextCursor: String?

    enum CodingKeys: String, CodingKey {
        case data
        case nextCursor = "next_cursor"
    }
}
