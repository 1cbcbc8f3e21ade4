public import CreditLedger

/// Sends one message to one place.
public protocol WebhookSender: Sendable {
    /// Posts a message and answers with what came back, whatever its status, within the sender's timeout.
    func send(
        _ message: WebhookMessage, signedWith secrets: [WebhookSecret], at moment: Timestamp, to url: WebhookURL
    ) async throws(WebhookSendError) -> WebhookReply
}

/// What a receiver said.
public struct WebhookReply: Hashable, Sendable {
    /// The most of a body that is kept, in characters.
    public static let maximumBodyLength = 500

    /// The HTTP status.
    public let status: Int
    /// How long it asks to be left alone.
    public let retryAfter: Duration?
    /// The beginning of the body, without control characters.
    public let body: String

    /// A reply.
    public init(status: Int, retryAfter: Duration? = nil, body: String = "") {
        self.status = status
        self.retryAfter = retryAfter
        let plain = body.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        self.body = String(plain.prefix(Self.maximumBodyLength))
    }
}

/// Why there was no reply. The texts are for the endpoint's owner.
public enum WebhookSendError: String, Error, Sendable {
    /// The host has no address.
    case unresolved = "The host's name leads to no address."
    /// The host's address is none that strangers may have this server call.
    case forbiddenAddress = "The host's address is of a private network, where events are not sent."
    /// It took longer than a receiver may.
    case timedOut = "There was no answer in time."
    /// The connection could not be made, or broke.
    case unreachable = "The connection could not be made, or broke before the answer."
}
