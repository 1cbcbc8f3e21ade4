public import CreditLedger
import Crypto
public import SQL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Makes, lists, changes and forgets the endpoints of accounts.
public struct WebhookRegistry: Sendable {
    /// How many endpoints an account may have.
    public static let endpointLimit = 20
    /// How long a label may be, in Unicode scalars, as the schema counts them.
    public static let maximumLabelLength = 100
    /// For how long events are signed under the secret before as well, once it was replaced.
    public static let rotationGrace = Duration.seconds(86_400)

    /// Whom events may be sent to.
    public let reach: WebhookURL.Reach

    private let database: any SQLDatabase
    private let secrets: WebhookSecrets
    private let clock: any LedgerClock

    /// The endpoints in `database`.
    public init(
        database: some SQLDatabase, secrets: WebhookSecrets, reach: WebhookURL.Reach,
        clock: any LedgerClock = SystemClock()
    ) {
        self.database = database
        self.secrets = secrets
        self.reach = reach
        self.clock = clock
    }

    /// Where an account wants to be told of what.
    public struct Subscription: Sendable {
        /// Where events are sent.
        public let url: WebhookURL
        /// Which; all that there are if it is empty.
        public let events: Set<WebhookEventType>
        /// What its owner calls it.
        public let label: String

        /// A subscription.
        public init(url: WebhookURL, events: Set<WebhookEventType>, label: String) {
            self.url = url
            self.events = events
            self.label = String(
                String.UnicodeScalarView(label.unicodeScalars.prefix(WebhookRegistry.maximumLabelLength)))
        }

        var eventList: String {
            WebhookEventType.subscribable.filter { events.isEmpty || events.contains($0) }.map(\.rawValue)
                .joined(separator: ",")
        }
    }

    /// Makes an endpoint, or finds the one that the same idempotency key has made.
    ///
    /// - Throws: ``WebhookError/tooManyEndpoints(limit:)``, ``WebhookError/idempotencyKeyReused``.
    public func create(
        _ subscription: Subscription, for account: AccountID, idempotencyKey: String? = nil
    ) async throws(WebhookError) -> (endpoint: WebhookEndpoint, isReplay: Bool) {
        let id = identifier(for: account, idempotencyKey: idempotencyKey)
        let isNew = try await commit([.insert(subscription, id: id, account: account, at: clock.now())]) == [1]
        guard let endpoint = try await find(id, of: account) else {
            throw .tooManyEndpoints(limit: Self.endpointLimit)
        }
        let isSame =
            endpoint.url == subscription.url.text && endpoint.label == subscription.label
            && endpoint.events.map(\.rawValue).joined(separator: ",") == subscription.eventList
        guard isSame else { throw .idempotencyKeyReused }
        return (endpoint, !isNew)
    }

    /// The endpoints of an account, the oldest first.
    public func endpoints(of account: AccountID) async throws(WebhookError) -> [WebhookEndpoint] {
        try await endpoints(
            SQLStatement(
                """
                SELECT id, account, url, label, events, secret_version, previous_until, disabled_at, created_at
                FROM webhook_endpoints WHERE account = $1 ORDER BY created_at, id
                """, [.text("\(account)")]))
    }

    /// An endpoint of an account.
    public func endpoint(_ id: String, of account: AccountID) async throws(WebhookError) -> WebhookEndpoint {
        guard let endpoint = try await find(id, of: account) else { throw .unknownEndpoint }
        return endpoint
    }

    /// Forgets an endpoint, what was still to be sent to it, and what was.
    public func delete(_ id: String, of account: AccountID) async throws(WebhookError) {
        try await change(
            SQLStatement(
                "DELETE FROM webhook_endpoints WHERE id = $1 AND account = $2", [.text(id), .text("\(account)")],
                requiring: 1))
    }

    /// Gives an endpoint a new secret; the one before is signed with as well for ``rotationGrace``.
    public func rotate(_ id: String, of account: AccountID) async throws(WebhookError) -> WebhookEndpoint {
        let until = clock.now().advanced(by: Self.rotationGrace)
        try await change(
            SQLStatement(
                """
                UPDATE webhook_endpoints SET secret_version = secret_version + 1, previous_until = $1
                WHERE id = $2 AND account = $3
                """, [.integer(until.microseconds), .text(id), .text("\(account)")], requiring: 1))
        return try await endpoint(id, of: account)
    }

    /// Has events sent again to an endpoint that was disabled: those from now on.
    public func enable(_ id: String, of account: AccountID) async throws(WebhookError) -> WebhookEndpoint {
        try await change(
            SQLStatement(
                "UPDATE webhook_endpoints SET disabled_at = NULL WHERE id = $1 AND account = $2",
                [.text(id), .text("\(account)")], requiring: 1))
        return try await endpoint(id, of: account)
    }

    /// The present secret of an endpoint.
    public func secret(of endpoint: WebhookEndpoint) -> WebhookSecret {
        secrets.secret(of: endpoint.id, version: endpoint.secretVersion)
    }

    /// The secret by which an account verifies what goes to the addresses that its jobs name.
    public func secret(ofJobsOf account: AccountID) -> WebhookSecret {
        secrets.secret(ofJobsOf: account)
    }

    /// A new name for each endpoint, or the same one for the same key of the same account.
    private func identifier(for account: AccountID, idempotencyKey: String?) -> String {
        guard let idempotencyKey else { return Reference.unique("whk", at: clock.now()).text }
        let digest = SHA256.hash(data: Data("\(account)/\(idempotencyKey)".utf8))
        return "whk_" + digest.prefix(16).flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }.joined()
    }

    private func find(_ id: String, of account: AccountID) async throws(WebhookError) -> WebhookEndpoint? {
        try await endpoints(
            SQLStatement(
                """
                SELECT id, account, url, label, events, secret_version, previous_until, disabled_at, created_at
                FROM webhook_endpoints WHERE id = $1 AND account = $2
                """, [.text(id), .text("\(account)")])
        ).first
    }

    private func endpoints(_ statement: SQLStatement) async throws(WebhookError) -> [WebhookEndpoint] {
        do throws(SQLFailure) {
            return try await database.query(statement).map { row throws(SQLFailure) in try WebhookEndpoint(row) }
        } catch {
            throw .unavailable(error)
        }
    }

    private func change(_ statement: SQLStatement) async throws(WebhookError) {
        do throws(SQLFailure) { try await database.commit([statement]) } catch {
            guard error.code != .conditionFailed else { throw .unknownEndpoint }
            throw .unavailable(error)
        }
    }

    private func commit(_ statements: [SQLStatement]) async throws(WebhookError) -> [Int] {
        do throws(SQLFailure) { return try await database.commit(statements) } catch { throw .unavailable(error) }
    }
}

extension SQLStatement {
    /// Within the limit, and only if there is no such endpoint yet: one statement decides both.
    fileprivate static func insert(
        _ subscription: WebhookRegistry.Subscription, id: String, account: AccountID, at now: Timestamp
    ) -> SQLStatement {
        SQLStatement(
            """
            INSERT INTO webhook_endpoints (id, account, url, label, events, secret_version, created_at)
            SELECT $1, $2, $3, $4, $5, 1, $6
            WHERE (SELECT count(*) FROM webhook_endpoints WHERE account = $2) < $7
            ON CONFLICT DO NOTHING
            """,
            [
                .text(id), .text("\(account)"), .text(subscription.url.text), .text(subscription.label),
                .text(subscription.eventList), .integer(now.microseconds),
                .integer(Int64(WebhookRegistry.endpointLimit)),
            ])
    }
}
