/// Identifies a record of the ledger: 64 bits that grow with time, so that new rows are appended.
///
/// 41 bits of milliseconds since 2024 and 22 bits that start at random in each millisecond.
public struct RecordID<Record>: Hashable, Sendable {
    /// The identifier as a store keeps it, above zero.
    public let value: Int64

    /// The identifier of a stored value.
    public init(_ value: Int64) {
        self.value = value
    }
}

/// Identifies a charge, in text as `chg_` and 13 characters.
public typealias ChargeID = RecordID<Charge>
/// Identifies a grant, in text as `grt_` and 13 characters.
public typealias GrantID = RecordID<Grant>

/// A record that has a ``RecordID``.
public protocol IdentifiedRecord {
    /// What the text form of its identifiers begins with, `_` included.
    static var identifierPrefix: String { get }
}

extension RecordID: Comparable {
    public static func < (left: RecordID, right: RecordID) -> Bool { left.value < right.value }
}

extension RecordID: CustomStringConvertible, Codable where Record: IdentifiedRecord {
    /// The identifier of a text as ``description`` gives it, or `nil`.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Record.identifierPrefix), text.utf8.count == Record.identifierPrefix.utf8.count + 13,
            let value = CrockfordBase32.decode(text.dropFirst(Record.identifierPrefix.count)),
            let signed = Int64(exactly: value)
        else { return nil }
        self.value = signed
    }

    public var description: String {
        Record.identifierPrefix + CrockfordBase32.encode(UInt64(bitPattern: value), digits: 13)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = RecordID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not an identifier.")
        }
        self = identifier
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
