/// One row of an answer, its columns by name.
public struct SQLRow: Sendable {
    private let values: [String: SQLValue]

    /// A row of columns.
    public init(_ values: [String: SQLValue]) {
        self.values = values
    }

    /// The number in a column that is not null.
    public func integer(_ column: String) throws(SQLFailure) -> Int64 {
        guard case .integer(let number) = values[column] else { throw mismatch(column, "a number") }
        return number
    }

    /// The text in a column that is not null.
    public func text(_ column: String) throws(SQLFailure) -> String {
        guard case .text(let text) = values[column] else { throw mismatch(column, "a text") }
        return text
    }

    /// The number in a column that may be null.
    public func optionalInteger(_ column: String) throws(SQLFailure) -> Int64? {
        if case .null = values[column] { return nil }
        return try integer(column)
    }

    /// The text in a column that may be null.
    public func optionalText(_ column: String) throws(SQLFailure) -> String? {
        if case .null = values[column] { return nil }
        return try text(column)
    }

    private func mismatch(_ column: String, _ wanted: String) -> SQLFailure {
        SQLFailure(.corrupt, "Column \(column) does not hold \(wanted).", remedy: "Run scrip verify.")
    }
}
