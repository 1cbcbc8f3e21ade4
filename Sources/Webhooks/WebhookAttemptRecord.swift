import CreditLedger
import SQL

/// An attempt as it is written down.
struct WebhookAttemptRecord {
    let delivery: WebhookDelivery
    let result: Result<WebhookReply, WebhookSendError>
    let verdict: DeliveryVerdict
    let startedAt: Timestamp
    let endedAt: Timestamp

    var statements: [SQLStatement] {
        let base = [insertion, settlement]
        guard verdict == .gone, let endpoint = delivery.endpoint else { return base }
        return base + disabling(endpoint.id)
    }

    private var insertion: SQLStatement {
        let reply = try? result.get()
        var problem: String?
        if case .failure(let error) = result { problem = error.rawValue }
        // The delivery may have been forgotten with its endpoint while it was under way.
        return SQLStatement(
            """
            INSERT INTO webhook_attempts
                (id, delivery, target, number, status, problem, response, started_at, milliseconds, next_at)
            SELECT $1, id, $2, $3, $4, $5, $6, $7, $8, $9 FROM webhook_deliveries WHERE id = $10
            """,
            [
                .text(Reference.unique("att", at: startedAt).text), .text(delivery.target),
                .integer(Int64(delivery.attempts + 1)), .integer(orNull: reply.map { Int64($0.status) }),
                .text(orNull: problem), .text(reply?.body ?? ""), .integer(startedAt.microseconds),
                .integer(max(0, endedAt.microseconds - startedAt.microseconds) / 1_000),
                .integer(orNull: nextAt?.microseconds), .text(delivery.id),
            ])
    }

    private var nextAt: Timestamp? {
        if case .retry(let moment) = verdict { moment } else { nil }
    }

    private var settlement: SQLStatement {
        let isDelivered = verdict == .delivered
        let state = nextAt != nil ? "pending" : isDelivered ? "delivered" : "failed"
        // Delivered is delivered, even if another has taken it for lost and tried it as well.
        return SQLStatement(
            """
            UPDATE webhook_deliveries SET state = $1, attempts = $2, due_at = $3, finished_at = $4
            WHERE id = $5 AND state = 'pending'
            """,
            [
                .text(state), .integer(Int64(delivery.attempts + 1)), .integer(orNull: nextAt?.microseconds),
                nextAt == nil ? .integer(endedAt.microseconds) : .null, .text(delivery.id),
            ])
    }

    private func disabling(_ endpoint: String) -> [SQLStatement] {
        let now = SQLValue.integer(endedAt.microseconds)
        return [
            SQLStatement(
                "UPDATE webhook_endpoints SET disabled_at = COALESCE(disabled_at, $1) WHERE id = $2",
                [now, .text(endpoint)]),
            SQLStatement(
                """
                UPDATE webhook_deliveries SET state = 'failed', due_at = NULL, finished_at = $1
                WHERE endpoint = $2 AND state = 'pending'
                """, [now, .text(endpoint)]),
        ]
    }
}
