import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The server's one secret, from which the key of each purpose is derived (HKDF, RFC 5869).
public struct SecretKey: Sendable {
    /// How many random bytes a secret is at the least.
    public static let minimumByteCount = 32

    private let root: SymmetricKey

    /// The secret of at least 32 random bytes, or `nil` if there are fewer.
    public init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count >= Self.minimumByteCount else { return nil }
        root = SymmetricKey(data: bytes)
    }

    /// 32 bytes of the system's randomness.
    public static func randomBytes() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }

    /// The 32-byte key of a purpose.
    func key(for purpose: Purpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, info: Data("scrip/\(purpose.rawValue)".utf8), outputByteCount: 32)
    }

    /// The 32 bytes of the key under which pictures are named.
    public var imageNameKey: [UInt8] { key(for: .imageName).withUnsafeBytes { Array($0) } }

    /// The 32 bytes of the key that signs the tokens by which one watches a generation.
    public var generationEventsKey: [UInt8] { key(for: .generationEvents).withUnsafeBytes { Array($0) } }

    /// The 32 bytes of the key from which the secrets of webhooks are derived.
    public var webhookKey: [UInt8] { key(for: .webhookSecret).withUnsafeBytes { Array($0) } }

    enum Purpose: String {
        /// Signs access tokens.
        case accessToken = "access-token/1"
        /// Makes the names of pictures unguessable.
        case imageName = "image-name/1"
        /// Signs the tokens by which one watches a generation.
        case generationEvents = "generation-events/1"
        /// Is mixed into the hashes of API keys, so that a stolen database alone does not let one try keys.
        case apiKeyPepper = "api-key-pepper/1"
        /// Signs what is told by webhook.
        case webhookSecret = "webhook-secret/1"
    }
}
