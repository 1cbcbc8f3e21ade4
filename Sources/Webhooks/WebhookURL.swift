#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An address that events are sent to: `https`, a host, and nothing that would be a secret in a log.
public struct WebhookURL: Hashable, Sendable {
    /// The address as it was given.
    public let text: String
    /// The host's name or literal address, without brackets.
    public let host: String

    /// Whom events may be sent to.
    public enum Reach: Sendable {
        /// Hosts of the open internet, over TLS.
        case global
        /// Any host, with or without TLS: for tests and intranets.
        case anywhere
    }

    /// The longest address, in bytes.
    public static let maximumByteCount = 2_048

    /// The address of a text.
    ///
    /// A literal address of a private network is refused here; what a name leads to is looked at whenever
    /// something is sent, for it may change.
    public init(_ text: String, within reach: Reach) throws(WebhookError) {
        guard text.utf8.count <= Self.maximumByteCount else {
            throw .invalidURL("must have at most \(Self.maximumByteCount) bytes")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let parts = URLComponents(string: text),
            let host = parts.host, !host.isEmpty
        else { throw .invalidURL("must be an address such as https://example.com/hook") }
        guard parts.scheme?.lowercased() == "https" || (reach == .anywhere && parts.scheme?.lowercased() == "http")
        else { throw .invalidURL("must begin with https://") }
        guard parts.user == nil, parts.password == nil, parts.fragment == nil else {
            throw .invalidURL("must have no user, no password and no fragment")
        }
        guard parts.port.map({ (1...65_535).contains($0) }) ?? true else {
            throw .invalidURL("must have a port from 1 to 65535, or none")
        }
        self.text = text
        self.host = String(host.filter { $0 != "[" && $0 != "]" })
        try check(reach)
    }

    private func check(_ reach: Reach) throws(WebhookError) {
        guard host.utf8.allSatisfy(Self.isPlain) else {
            throw .invalidURL("must name its host in plain letters, digits, dots and hyphens")
        }
        if reach == .global, let address = NetworkAddress(host), !address.isGlobal {
            throw .invalidURL("must not lead to a private network")
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"): true
        default: false
        }
    }
}

extension WebhookURL: CustomStringConvertible {
    /// The host alone: a path or a query may hold what its owner takes for a secret.
    public var description: String { host }
}
