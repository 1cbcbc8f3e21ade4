import CreditLedger
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tokens that let one watch the events of one generation, for a while, and nothing else.
///
/// A browser's `EventSource` cannot send a header, and a token in an address ends up in logs: this one opens
/// nothing that costs or tells much. It is the end of its time, in seconds since 1970, and an HMAC-SHA256.
public struct EventTokens: Sendable {
    /// How long a token of a generation holds from its beginning on.
    static let lifetime = Duration.seconds(3_600)

    private let key: SymmetricKey

    /// The tokens under a secret key of 32 random bytes.
    public init(key: some Sequence<UInt8>) {
        self.key = SymmetricKey(data: Array(key))
    }

    /// The token of a generation that holds until a moment.
    func token(for generation: Reference, until end: Timestamp) -> String {
        let seconds = end.microseconds / 1_000_000
        let code = HMAC<SHA256>.authenticationCode(for: Self.claim(generation, seconds), using: key)
        return "\(seconds)." + Self.hexadecimal(code)
    }

    /// Whether a token lets one watch a generation now.
    func allows(_ token: some StringProtocol, for generation: Reference, at now: Timestamp) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let seconds = Int64(parts[0]), let code = Self.bytes(parts[1]),
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Self.claim(generation, seconds), using: key)
        else { return false }
        return now.microseconds / 1_000_000 < seconds
    }

    private static func claim(_ generation: Reference, _ seconds: Int64) -> Data {
        Data("events/\(generation)/\(seconds)".utf8)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }.joined()
    }

    private static func bytes(_ digits: some StringProtocol) -> Data? {
        let nibbles = digits.map { $0.hexDigitValue.map(UInt8.init) }
        guard nibbles.count == 64, !nibbles.contains(nil) else { return nil }
        let values = nibbles.compactMap { $0 }
        return Data(stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] })
    }
}

extension EventTokens: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    public var description: String { "EventTokens" }
}
