/// Why a database did not run a statement.
public struct SQLFailure: Error, Sendable {
    /// What kind of failure it is.
    public let code: Code
    /// What happened, for the one who runs the server.
    public let message: String
    /// What that person can do about it.
    public let remedy: String
    /// The driver's error.
    public let cause: (any Error)?

    /// A failure.
    public init(_ code: Code, _ message: String, remedy: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }

    /// The kinds of failure, by what a caller can do.
    public enum Code: String, Sendable, CaseIterable {
        /// A statement did not change the rows that it requires. Nothing was changed.
        case conditionFailed
        /// A row with the same unique value is there already. Nothing was changed.
        case notUnique
        /// Not now; the same call may succeed a moment later.
        case unavailable
        /// It was not told whether the commit took place.
        case outcomeUnknown
        /// No space, or no permission to write.
        case notWritable
        /// The disk failed: what was written last may be lost, and only a restart tells.
        case diskFailed
        /// The data is of a newer version of this program, or of another program.
        case unknownFormat
        /// The data contradicts itself.
        case corrupt
        /// The database refused the statement: a defect of this program.
        case rejected
    }
}

extension SQLFailure: CustomStringConvertible {
    public var description: String {
        let detail = cause.map { " (\($0))" } ?? ""
        return "\(message) \(remedy)\(detail)"
    }
}
