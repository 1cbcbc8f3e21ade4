public import CreditLedger
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a receiver verifies signatures with: 32 bytes, in text as `whsec_` and their base64.
///
/// Source of the form: Standard Webhooks 1.0.0, "Signature scheme".
public struct WebhookSecret: Sendable {
    /// What each secret begins with, so that people and secret scanners know one when they see it.
    public static let prefix = "whsec_"

    let key: SymmetricKey

    /// The text that its owner is shown.
    public var text: String { Self.prefix + key.withUnsafeBytes { Data($0) }.base64EncodedString() }
}

extension WebhookSecret: CustomStringConvertible {
    /// Without the secret: whoever logs it logs none.
    public var description: String { Self.prefix + "…" }
}

/// Gives each endpoint its secret, derived from the server's own: the database holds none to be stolen.
public struct WebhookSecrets: Sendable {
    private let key: SymmetricKey

    /// The secrets under a key of 32 random bytes.
    public init(key: some Sequence<UInt8>) {
        self.key = SymmetricKey(data: Array(key))
    }

    /// An endpoint's secret of a version: HMAC-SHA256 over its identifier and the version.
    public func secret(of endpoint: String, version: Int64) -> WebhookSecret {
        derive("endpoint/\(endpoint)/\(version)")
    }

    /// The secret by which an account verifies what goes to the addresses that its jobs name.
    public func secret(ofJobsOf account: AccountID) -> WebhookSecret {
        derive("account/\(account)")
    }

    private func derive(_ name: String) -> WebhookSecret {
        let code = HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: key)
        return WebhookSecret(key: SymmetricKey(data: Data(code)))
    }
}

extension WebhookSecrets: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    public var description: String { "WebhookSecrets" }
}
