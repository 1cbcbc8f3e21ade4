/// A database that runs statements, whichever engine it is.
///
/// There is no conversation with an open transaction: a commit is a list of statements that says
/// itself what must hold, so that nothing is decided on what may have changed since it was read.
public protocol SQLDatabase: Sendable {
    /// Reads rows.
    func query(_ statement: SQLStatement) async throws(SQLFailure) -> [SQLRow]

    /// Runs statements in one durable commit: all of them or none.
    ///
    /// - Returns: How many rows each statement changed.
    /// - Throws: ``SQLFailure`` with the code ``SQLFailure/Code/conditionFailed`` if a statement did not
    ///   change the rows that it requires.
    @discardableResult
    func commit(_ statements: [SQLStatement]) async throws(SQLFailure) -> [Int]
}
