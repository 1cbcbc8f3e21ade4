/// One statement in the SQL that both engines speak, and its parameters `$1`, `$2`, ….
public struct SQLStatement: Hashable, Sendable {
    /// The statement's text: always a constant, values go into the parameters.
    public let sql: String
    /// The parameters.
    public let parameters: [SQLValue]
    /// How many rows it must change for the commit that it is part of to stand; `nil` for any number.
    ///
    /// With this a condition and what depends on it are one commit, and no answer need be looked at
    /// in between.
    public let requiredChanges: Int?

    /// A statement.
    public init(_ sql: StaticString, _ parameters: [SQLValue] = [], requiring requiredChanges: Int? = nil) {
        self.sql = "\(sql)"
        self.parameters = parameters
        self.requiredChanges = requiredChanges
    }
}
