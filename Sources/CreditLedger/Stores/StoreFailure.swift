/// Why a store could not answer: the infrastructure's fault, not the caller's.
public struct StoreFailure: Error, Sendable {
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
        /// Not now; the same call may succeed a moment later.
        case unavailable
        /// It was not told whether the commit took place. Asking again by reference tells.
        case outcomeUnknown
        /// An identifier is taken; the same command with a new one may succeed.
        case identifierTaken
        /// No space, or no permission to write.
        case notWritable
        /// The disk failed: what was written last may be lost, and only a restart tells.
        case diskFailed
        /// The data is of a newer version of this program, or of another program.
        case unknownFormat
        /// The data contradicts itself.
        case corrupt
        /// The store refused what the rules decided: a defect of this program.
        case rejected
    }

    /// Whether one command of a batch may be at fault, so that the others would pass without it.
    var isOfOneCommand: Bool { code == .identifierTaken || code == .rejected }

    /// Whether the same batch is worth another try at once.
    public var isTransient: Bool { code == .unavailable || code == .outcomeUnknown }
}

extension StoreFailure: CustomStringConvertible {
    public var description: String {
        let detail = cause.map { " (\($0))" } ?? ""
        return "\(message) \(remedy)\(detail)"
    }
}
