/// Why a generator made no picture. Its text is for the one who runs the server.
public enum GeneratorError: Error, Sendable {
    /// There was no picture within the deadline.
    case timedOut(after: Duration)
    /// The provider's rules forbid the content.
    case contentBlocked(requestID: String?)
    /// The provider answered with an error.
    case rejected(status: Int, message: String, requestID: String?)
    /// The provider could not be reached, or the connection broke.
    case unreachable(any Error)
    /// What came is no picture that can be delivered.
    case unusablePicture(String)
    /// The illustrator failed: a fault of the art or the machine.
    case drawingFailed(any Error)
}

extension GeneratorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .timedOut(let deadline): "no picture within \(deadline)"
        case .contentBlocked(let id): "content blocked by the provider (request \(id ?? "unknown"))"
        case .rejected(let status, let message, let id):
            "status \(status) from the provider: \(message) (request \(id ?? "unknown"))"
        case .unreachable(let cause): "the provider could not be reached: \(cause)"
        case .unusablePicture(let what): "the provider sent \(what)"
        case .drawingFailed(let cause): "the illustrator failed: \(cause)"
        }
    }
}
