/// Who gave a command: a person, a key, or a part of the program, as the journal names it.
///
/// Up to 255 bytes of text without personal data, such as `user`, `key:42` or `cli`.
public struct ActorID: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name in the journal.
    public let name: String

    /// The ledger itself: expiry and clean-up.
    public static let system: ActorID = "system"

    /// The actor of a name, cut to whole characters of 255 bytes in all.
    public init(_ name: String) {
        var name = name
        while name.utf8.count > 255 { name.unicodeScalars.removeLast(max(1, (name.utf8.count - 255) / 4)) }
        self.name = name
    }

    public init(stringLiteral value: String) { self.init(value) }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    public var description: String { name }
}
