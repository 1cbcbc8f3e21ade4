#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Identifies whose credits they are: a UUID, as the users of most identity providers have one.
public struct AccountID: Hashable, Sendable {
    /// The identifier itself.
    public let uuid: UUID

    /// The account of a UUID.
    public init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// The account of a UUID in its text form, or `nil` if the text is none.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 36, let uuid = UUID(uuidString: String(text)) else { return nil }
        self.uuid = uuid
    }

    /// The account of a server whose users are numbered, as `00000000-0000-0000-` and the number.
    public init(number: UInt64) {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        uuid = UUID(
            uuid: (
                0, 0, 0, 0, 0, 0, 0, 0,
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]
            ))
    }
}

extension AccountID: Comparable {
    public static func < (left: AccountID, right: AccountID) -> Bool { left.uuid < right.uuid }
}

extension AccountID: CustomStringConvertible {
    /// The UUID in lower case, as RFC 9562 has it.
    public var description: String { uuid.uuidString.lowercased() }
}

extension AccountID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        uuid = try container.decode(UUID.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
