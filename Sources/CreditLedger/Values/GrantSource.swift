/// Where granted credits come from, in a word for receipts and reports: `purchase`, `bonus`, `owner`.
///
/// 1 to 64 bytes of text, without the character NUL, at which databases cut a text off.
public struct GrantSource: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The word.
    public let name: String

    /// The source of a name, or `nil` if the name is not of the form.
    public init?(_ name: some StringProtocol) {
        guard (1...64).contains(name.utf8.count), !name.utf8.contains(0) else { return nil }
        self.name = String(name)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let source = GrantSource(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not the source of a grant.")
        }
        self = source
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    public var description: String { name }
}

extension GrantSource: ExpressibleByStringLiteral {
    /// The source of a name that the program itself gives.
    ///
    /// - Precondition: The name is of the form.
    public init(stringLiteral value: String) {
        guard let source = GrantSource(value) else { preconditionFailure("Not the source of a grant: \(value)") }
        self = source
    }
}
