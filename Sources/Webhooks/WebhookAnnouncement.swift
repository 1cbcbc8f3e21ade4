public import CreditLedger

/// What is told of a charge that was resolved.
public struct WebhookAnnouncement: Sendable {
    /// What became of it.
    public let type: WebhookEventType
    /// The event's body: JSON, as it will be signed and sent.
    public let body: String
    /// Where its job asked it to be sent besides the account's endpoints.
    public let url: String?

    /// An announcement.
    public init(type: WebhookEventType, body: String, url: String? = nil) {
        self.type = type
        self.body = body
        self.url = url
    }
}

/// Says what is told of a charge.
public protocol ChargeAnnouncing: Sendable {
    /// The announcement of a resolved charge, or `nil` if it paid for nothing that is announced.
    ///
    /// The same charge gives the same announcement whenever it is asked for.
    func announcement(of charge: Charge) -> WebhookAnnouncement?
}
