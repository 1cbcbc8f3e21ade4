import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A random secret that is handed out once and stored as its hash: of a session, of a sign-in link.
public struct OpaqueToken: Sendable {
    /// What its bearer holds: 256 random bits in base64url (RFC 4648 section 5) without padding.
    public let text: String

    /// A new secret.
    public static func random() -> OpaqueToken {
        let text = Data(SecretKey.randomBytes()).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return OpaqueToken(text)
    }

    /// A secret that somebody shows.
    public init(_ text: String) {
        self.text = text
    }

    /// SHA-256 of the text, in hexadecimal. The text has 256 random bits: no salt is needed.
    var hash: String { SHA256.hash(data: Data(text.utf8)).hexadecimal }
}

extension Sequence<UInt8> {
    var hexadecimal: String {
        let digits = Array("0123456789abcdef")
        return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
