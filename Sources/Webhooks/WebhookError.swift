public import SQL

/// Why an endpoint was not made, changed or found, in order of precedence.
public enum WebhookError: Error, Sendable {
    /// The address is none that events are sent to; the text says what it must be.
    case invalidURL(String)
    /// The account has as many endpoints as it may.
    case tooManyEndpoints(limit: Int)
    /// The idempotency key was used for another endpoint.
    case idempotencyKeyReused
    /// There is no such endpoint of this account.
    case unknownEndpoint
    /// The database could not answer.
    case unavailable(SQLFailure)
}
