/// Why somebody gave or took credits, as they put it: for the journal, which the account's owner may be
/// shown, and without personal data.
///
/// 1 to 255 bytes of text, without the character NUL, at which databases cut a text off.
public struct Reason: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The text.
    public let text: String

    /// The reason of a text, or `nil` if the text is not of the form.
    public init?(_ text: some StringProtocol) {
        guard (1...255).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
        self.text = String(text)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let reason = Reason(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a reason.")
        }
        self = reason
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }
}
