/// The name of one of an account's separate balances, `app` or `api` by default.
///
/// 1 to 32 characters of `a…z`, `0…9`, `_` and `-`.
public struct Pool: Hashable, Sendable, Codable {
    /// The name.
    public let name: String

    /// What people spend in the app.
    public static let app = Pool(unchecked: "app")
    /// What programs spend with an API key.
    public static let api = Pool(unchecked: "api")

    /// The pool of a name, or `nil` if the name is not of the form.
    public init?(_ name: some StringProtocol) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isPlain, (1...32).contains(name.utf8.count) else { return nil }
        self.name = String(name)
    }

    private init(unchecked name: String) {
        self.name = name
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let pool = Pool(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not the name of a pool.")
        }
        self = pool
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

extension Pool: Comparable {
    public static func < (left: Pool, right: Pool) -> Bool { left.name < right.name }
}

extension Pool: CustomStringConvertible {
    public var description: String { name }
}
