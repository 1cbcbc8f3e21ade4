public import CreditLedger
public import SQL

/// What is still to be sent, to whom and when, and what was: kept in the database until it is old.
public struct WebhookOutbox: Sendable {
    private let database: any SQLDatabase

    /// The outbox in `database`.
    public init(database: some SQLDatabase) {
        self.database = database
    }

    /// Up to where in the journal events were put here.
    func position() async throws(SQLFailure) -> Int64 {
        let rows = try await database.query(SQLStatement("SELECT position FROM webhook_feed WHERE id = 1"))
        guard let row = rows.first else {
            throw SQLFailure(.corrupt, "The webhooks' place in the journal is gone.", remedy: "Restore a backup.")
        }
        return try row.integer("position")
    }

    /// Puts events here and moves the position on, in one commit; does neither if another has moved it.
    func add(_ events: [WebhookEvent], from position: Int64, to next: Int64, at now: Timestamp) async throws(SQLFailure)
    {
        let move = SQLStatement(
            "UPDATE webhook_feed SET position = $1 WHERE id = 1 AND position = $2",
            [.integer(next), .integer(position)], requiring: 1)
        do throws(SQLFailure) {
            try await database.commit([move] + events.flatMap { Self.insertions(of: $0, at: now) })
        } catch {
            if error.code != .conditionFailed { throw error }
        }
    }

    /// Puts an event here for one endpoint alone.
    public func addTest(of endpoint: WebhookEndpoint, id: String, body: String, at now: Timestamp)
        async throws(SQLFailure)
    {
        try await database.commit([
            SQLStatement(
                """
                INSERT INTO webhook_deliveries
                    (id, event, type, account, endpoint, lane, body, state, attempts, due_at, created_at)
                SELECT $1, $2, $3, account, id, id, $4, 'pending', 0, $5, $5 FROM webhook_endpoints WHERE id = $6
                """,
                [
                    .text("\(id).\(endpoint.id)"), .text(id), .text(WebhookEventType.test.rawValue), .text(body),
                    .integer(now.microseconds), .text(endpoint.id),
                ])
        ])
    }

    /// Deliveries that are due, so many of each lane at the most, the longest overdue first.
    func due(perLane: Int, limit: Int, at now: Timestamp) async throws(SQLFailure) -> [WebhookDelivery] {
        let rows = try await database.query(.due(at: now, perLane: perLane, limit: limit))
        return try rows.map { row throws(SQLFailure) in try WebhookDelivery(row) }
    }

    /// Makes deliveries the caller's until a moment; they are due again then, should it have died.
    ///
    /// - Returns: Whether it got each: of several who saw the same one, one does.
    func lease(_ deliveries: [WebhookDelivery], until moment: Timestamp) async throws(SQLFailure) -> [Bool] {
        try await database.commit(deliveries.map { .lease($0, until: moment) }).map { $0 == 1 }
    }

    /// Writes down an attempt and what it means for its delivery, in one commit.
    func record(_ record: WebhookAttemptRecord) async throws(SQLFailure) {
        try await database.commit(record.statements)
    }

    /// The attempts at an endpoint, or at the addresses that an account's jobs name, the newest first.
    public func attempts(
        at target: WebhookTarget, page: Page<String>
    ) async throws(SQLFailure) -> [WebhookAttempt] {
        let statement = SQLStatement(
            """
            SELECT a.id, a.number, a.status, a.problem, a.response, a.started_at, a.milliseconds, a.next_at,
                d.event, d.type
            FROM webhook_attempts AS a JOIN webhook_deliveries AS d ON d.id = a.delivery
            WHERE a.target = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3
            """,
            // Behind every identifier: `~` sorts after the letters and digits that they are made of.
            [.text(target.name), .text(page.after ?? "~"), .integer(Int64(page.limit))])
        return try await database.query(statement).map { row throws(SQLFailure) in try WebhookAttempt(row) }
    }

    /// Forgets deliveries that ended before a moment, with their attempts, so many at the most.
    ///
    /// - Returns: How many there were.
    func forget(endedBefore moment: Timestamp, limit: Int) async throws(SQLFailure) -> Int {
        let deletion = SQLStatement(
            """
            DELETE FROM webhook_deliveries WHERE id IN (
                SELECT id FROM webhook_deliveries WHERE state <> 'pending' AND finished_at < $1 LIMIT $2
            )
            """, [.integer(moment.microseconds), .integer(Int64(limit))])
        return try await database.commit([deletion])[0]
    }

    /// How many deliveries have not ended yet.
    public func pendingCount() async throws(SQLFailure) -> Int64 {
        let rows = try await database.query(
            SQLStatement("SELECT count(*) AS count FROM webhook_deliveries WHERE state = 'pending'"))
        return try rows.first?.integer("count") ?? 0
    }

    /// One delivery for each endpoint of the account that was there when it happened and subscribes to it, and
    /// one for the address that the job named. What is there already stays.
    private static func insertions(of event: WebhookEvent, at now: Timestamp) -> [SQLStatement] {
        let announcement = event.announcement
        let toEndpoints = SQLStatement(
            """
            INSERT INTO webhook_deliveries
                (id, event, type, account, endpoint, lane, body, state, attempts, due_at, created_at)
            SELECT $1 || '.' || id, $1, $2, account, id, id, $3, 'pending', 0, $4, $4 FROM webhook_endpoints
            WHERE account = $5 AND disabled_at IS NULL AND created_at <= $6 AND ',' || events || ',' LIKE $7
            ON CONFLICT DO NOTHING
            """,
            [
                .text(event.id), .text(announcement.type.rawValue), .text(announcement.body),
                .integer(now.microseconds), .text("\(event.account)"), .integer(event.at.microseconds),
                .text("%,\(announcement.type.rawValue),%"),
            ])
        guard let url = event.jobURL?.text else { return [toEndpoints] }
        let toJob = SQLStatement(
            """
            INSERT INTO webhook_deliveries
                (id, event, type, account, url, lane, body, state, attempts, due_at, created_at)
            VALUES ($1 || '.job', $1, $2, $3, $4, 'jobs/' || $3, $5, 'pending', 0, $6, $6)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(event.id), .text(announcement.type.rawValue), .text("\(event.account)"), .text(url),
                .text(announcement.body), .integer(now.microseconds),
            ])
        return [toEndpoints, toJob]
    }
}

/// Where attempts went: to an endpoint, or to the addresses that an account's jobs named.
public enum WebhookTarget: Hashable, Sendable {
    case endpoint(String)
    case jobs(AccountID)

    var name: String {
        switch self {
        case .endpoint(let id): id
        case .jobs(let account): "jobs/\(account)"
        }
    }
}

extension SQLStatement {
    fileprivate static func due(at now: Timestamp, perLane: Int, limit: Int) -> SQLStatement {
        SQLStatement(
            """
            SELECT d.id, d.event, d.account, d.body, d.lane, d.attempts, d.due_at, d.endpoint,
                COALESCE(d.url, e.url) AS address, e.secret_version, e.previous_until
            FROM (
                SELECT id, row_number() OVER (PARTITION BY lane ORDER BY due_at, id) AS place
                FROM webhook_deliveries WHERE state = 'pending' AND due_at <= $1
            ) AS due
            JOIN webhook_deliveries AS d ON d.id = due.id LEFT JOIN webhook_endpoints AS e ON e.id = d.endpoint
            WHERE due.place <= $2 ORDER BY d.due_at, d.id LIMIT $3
            """, [.integer(now.microseconds), .integer(Int64(perLane)), .integer(Int64(limit))])
    }

    fileprivate static func lease(_ delivery: WebhookDelivery, until: Timestamp) -> SQLStatement {
        SQLStatement(
            "UPDATE webhook_deliveries SET due_at = $1 WHERE id = $2 AND state = 'pending' AND due_at = $3",
            [.integer(until.microseconds), .text(delivery.id), .integer(delivery.dueAt.microseconds)])
    }
}
