#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a charge carries for its owner: the order that opened it, or the result that closed it.
///
/// Bytes that the ledger keeps and never reads, 64 KiB at most.
public struct Payload: Hashable, Sendable {
    /// The most that a payload holds.
    public static let maximumByteCount = 65_536
    /// Nothing.
    public static let empty = Payload(bytes: [])

    /// The bytes.
    public let bytes: [UInt8]

    /// A payload of bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A payload of a value's JSON, keys sorted, so that equal values are equal payloads.
    public init(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        bytes = Array(try encoder.encode(value))
    }

    /// The value whose JSON the bytes are.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(bytes))
    }
}

extension Payload: CustomStringConvertible {
    /// How many bytes there are; what they say is its owner's business, and no log's.
    public var description: String { "\(bytes.count) bytes" }
}
