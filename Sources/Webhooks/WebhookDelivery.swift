public import CreditLedger
import SQL

/// An event that is to be sent to one place now.
public struct WebhookDelivery: Sendable {
    /// Which delivery: the event's name, a dot, and the place's.
    public let id: String
    /// Whose event it is.
    public let account: AccountID
    /// What is sent.
    public let message: WebhookMessage
    /// Where to.
    public let url: String
    /// Deliveries of the same lane share a limit of how many go out at once: an endpoint's, or those to the
    /// addresses that an account's jobs name.
    public let lane: String
    /// How many attempts there were before.
    public let attempts: Int
    /// The endpoint, unless the job named the address.
    let endpoint: Endpoint?
    /// When it was due: whoever claims it moves this on.
    let dueAt: Timestamp

    struct Endpoint: Sendable {
        let id: String
        let secretVersion: Int64
        let previousSecretUntil: Timestamp?
    }

    init(_ row: SQLRow) throws(SQLFailure) {
        guard let account = AccountID(try row.text("account")) else {
            throw SQLFailure(.corrupt, "A stored webhook cannot be read.", remedy: "Restore it from a backup.")
        }
        self.account = account
        id = try row.text("id")
        message = WebhookMessage(id: try row.text("event"), body: try row.text("body"))
        url = try row.text("address")
        lane = try row.text("lane")
        attempts = Int(try row.integer("attempts"))
        dueAt = Timestamp(microseconds: try row.integer("due_at"))
        if let id = try row.optionalText("endpoint") {
            endpoint = Endpoint(
                id: id, secretVersion: try row.integer("secret_version"),
                previousSecretUntil: try row.optionalInteger("previous_until").map { Timestamp(microseconds: $0) })
        } else {
            endpoint = nil
        }
    }

    /// Where its attempts are listed.
    var target: String { endpoint?.id ?? "jobs/\(account)" }

    /// The secrets that it is signed under at a moment.
    func secrets(at now: Timestamp, of secrets: WebhookSecrets) -> [WebhookSecret] {
        guard let endpoint else { return [secrets.secret(ofJobsOf: account)] }
        var versions = [endpoint.secretVersion]
        if let until = endpoint.previousSecretUntil, now < until { versions.append(endpoint.secretVersion - 1) }
        return versions.map { secrets.secret(of: endpoint.id, version: $0) }
    }
}
