/// Who gave a command: a person, a key, or a part of the program, as the journal names it.
///
/// 1 to 255 bytes of text without personal data, such as `user`, `key:42` or `cli`, and without the
/// character NUL, at which databases cut a text off.
public struct ActorID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name in the journal.
    public let name: String

    /// The ledger itself: expiry and clean-up.
    public static let system: ActorID = "system"

    /// The actor of a name, or `nil` if the name is not of the form.
    public init?(_ name: some StringProtocol) {
        guard (1...255).contains(name.utf8.count), !name.utf8.contains(0) else { return nil }
        self.name = String(name)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let actor = ActorID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not the name of an actor.")
        }
        self = actor
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    public var description: String { name }
}

extension ActorID: ExpressibleByStringLiteral {
    /// The actor of a name that the program itself gives.
    ///
    /// - Precondition: The name is of the form.
    public init(stringLiteral value: String) {
        guard let actor = ActorID(value) else { preconditionFailure("Not the name of an actor: \(value)") }
        self = actor
    }
}
