/// What a webhook tells of.
public enum WebhookEventType: String, Hashable, Sendable, CaseIterable {
    /// The picture is there and paid for.
    case generationSucceeded = "generation.succeeded"
    /// There is no picture, and nothing was charged.
    case generationFailed = "generation.failed"
    /// The customer called it off, and nothing was charged.
    case generationCancelled = "generation.cancelled"
    /// The owner of an endpoint tries it. Goes to that endpoint whatever it subscribes to.
    case test = "webhook.test"

    /// The types that an endpoint can subscribe to.
    public static let subscribable: [WebhookEventType] = [
        .generationSucceeded, .generationFailed, .generationCancelled,
    ]
}
