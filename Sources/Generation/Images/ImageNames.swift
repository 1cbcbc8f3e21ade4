public import CreditLedger
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Gives each charge's picture its name: one that nobody can guess, and that any worker of this
/// deployment finds again, should the one that drew the picture have died before it was paid for.
public struct ImageNames: Sendable {
    private let key: SymmetricKey

    /// The names under a secret key of 32 random bytes.
    public init(key: some Sequence<UInt8>) {
        self.key = SymmetricKey(data: Array(key))
    }

    /// The name of one of a charge's pictures, counted from 0: the first half of HMAC-SHA256 over the charge's
    /// identifier and, from the second picture on, its number.
    public func name(for charge: ChargeID, picture index: Int = 0) -> ImageName {
        let text = index == 0 ? "\(charge)" : "\(charge)/\(index)"
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        return ImageName(bytes: code.prefix(16))
    }
}

extension ImageNames: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    public var description: String { "ImageNames" }
}
