import CreditLedger
import Webhooks

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The body of an event: its type, when it happened, and what there is to tell.
struct WebhookBody<News: Encodable>: Encodable {
    let type: String
    let timestamp: String
    let data: News

    init(type: WebhookEventType, timestamp: Timestamp, data: News) {
        self.type = type.rawValue
        self.timestamp = "\(timestamp)"
        self.data = data
    }

    /// The same text for the same event whenever it is asked for: keys are sorted.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("Every event has a JSON form: \(News.self) has none.")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// What a test of an endpoint tells.
struct TestNews: Encodable {
    let webhook: String
    let message = "This is a test. If you can read it and its signature is right, the webhook works."
}
