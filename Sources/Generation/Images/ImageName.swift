/// The name of a picture: 128 bits that nobody can guess, in 32 hexadecimal digits.
public struct ImageName: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The digits.
    public let text: String

    /// The name of a text, or `nil` if it is not of the form; what is of the form is safe in a path.
    public init?(_ text: some StringProtocol) {
        let isHexadecimal = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard text.utf8.count == 32, isHexadecimal else { return nil }
        self.text = String(text)
    }

    /// The name of 16 bytes.
    init(bytes: some Sequence<UInt8>) {
        text = bytes.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }.joined()
    }

    /// A name that no one knows yet.
    public static func random() -> ImageName {
        ImageName(bytes: (0..<16).map { _ in UInt8.random(in: .min ... .max) })
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let name = ImageName(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not the name of a picture.")
        }
        self = name
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }
}
