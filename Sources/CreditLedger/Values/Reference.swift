/// A caller's name for a command, unique across the ledger: the same reference never acts twice.
///
/// 1 to 255 printable ASCII characters, no spaces.
public struct Reference: Hashable, Sendable {
    /// The text.
    public let text: String

    /// The reference of a text, or `nil` if the text is not of the form.
    public init?(_ text: some StringProtocol) {
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        self.text = String(text)
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// A reference that no one else has: `prefix`, `_` and a ULID in lower case.
    ///
    /// A ULID (github.com/ulid/spec) is 48 bits of time and 80 random bits, so that references
    /// made one after another lie side by side in an index.
    ///
    /// - Precondition: `prefix` is 1 to 64 printable ASCII characters, no spaces.
    public static func unique(_ prefix: String, at moment: Timestamp = SystemClock().now()) -> Reference {
        var random = SystemRandomNumberGenerator()
        return unique(prefix, at: moment, using: &random)
    }

    /// A reference as ``unique(_:at:)`` makes it, of the randomness of `generator`.
    public static func unique(
        _ prefix: String, at moment: Timestamp, using generator: inout some RandomNumberGenerator
    ) -> Reference {
        precondition(prefix.utf8.count <= 64 && Reference(prefix) != nil, "Not a reference's prefix: \(prefix)")
        let milliseconds = UInt64(clamping: moment.microseconds / 1_000)
        let time = CrockfordBase32.encode(milliseconds, digits: 10)
        let random = (0..<2).map { _ in CrockfordBase32.encode(generator.next() as UInt64 >> 24, digits: 8) }
        return Reference(unchecked: prefix + "_" + time + random.joined())
    }
}

extension Reference: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        guard let reference = Reference(value) else { preconditionFailure("Not a reference: \(value)") }
        self = reference
    }
}

extension Reference: CustomStringConvertible {
    public var description: String { text }
}

extension Reference: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let reference = Reference(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a reference.")
        }
        self = reference
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
