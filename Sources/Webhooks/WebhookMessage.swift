public import CreditLedger
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One event on its way to one place: a name by which a receiver knows it again, and a body of JSON.
public struct WebhookMessage: Hashable, Sendable {
    /// The event's name, the same at each attempt and at each place: `webhook-id`.
    public let id: String
    /// The body, to the byte as it is signed.
    public let body: String

    /// A message.
    public init(id: String, body: String) {
        self.id = id
        self.body = body
    }

    /// The headers that a message is sent with at a moment, signed under each of the secrets.
    ///
    /// The signature is HMAC-SHA256 over `id.timestamp.body`, in base64 behind `v1,`; of several secrets, as
    /// while one is being replaced, the signatures stand side by side. Source: Standard Webhooks 1.0.0.
    public func headers(at moment: Timestamp, signedWith secrets: [WebhookSecret]) -> [(name: String, value: String)] {
        let seconds = moment.microseconds / 1_000_000
        let content = Data("\(id).\(seconds).\(body)".utf8)
        let signatures = secrets.map { secret in
            "v1," + Data(HMAC<SHA256>.authenticationCode(for: content, using: secret.key)).base64EncodedString()
        }
        return [
            ("content-type", "application/json"), ("user-agent", "Scrip-Webhooks/1"), ("webhook-id", id),
            ("webhook-timestamp", "\(seconds)"), ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }
}
