/// What a column or a parameter holds: the types that SQLite and PostgreSQL have in common.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(nilLiteral: ()) { self = .null }
}

extension SQLValue {
    /// A text, or null.
    public static func text(orNull text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
    /// A number, or null.
    public static func integer(orNull number: Int64?) -> SQLValue { number.map { .integer($0) } ?? .null }
}
