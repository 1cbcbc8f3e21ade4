/// Why a generator made no picture. Its text is for the one who runs the server.
public enum GeneratorError: Error, Sendable {
    /// There was no picture within the deadline.
    case timedOut(after: Duration)
    /// The provider's rules forbid the content.
    case contentBlocked(requestID: String?)
    /// The provider answered with an error, and may have said when to come again.
    case rejected(status: Int, message: String, requestID: String?, retryAfter: Duration? = nil)
    /// The provider could not be reached, or the connection broke before it answered.
    case unreachable(any Error)
    /// The answer had begun, and broke off.
    case answerCut(any Error)
    /// The provider has failed so often of late that it was not asked.
    case resting(for: Duration)
    /// What came is no picture that can be delivered.
    case unusablePicture(String)
    /// The illustrator failed: a fault of the art or the machine.
    case drawingFailed(any Error)
}

extension GenerationAttempt.Outcome {
    /// What a try came to that ended with an error.
    init(_ error: GeneratorError) {
        switch error {
        case .timedOut: self = .timedOut
        case .contentBlocked: self = .blocked
        case .rejected: self = .rejected
        case .unreachable: self = .unreachable
        case .answerCut: self = .cut
        case .resting: self = .skipped
        case .unusablePicture: self = .unusable
        case .drawingFailed: self = .failed
        }
    }
}

extension GeneratorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .timedOut(let deadline): "no picture within \(deadline)"
        case .contentBlocked(let id): "content blocked by the provider (request \(id ?? "unknown"))"
        case .rejected(let status, let message, let id, _):
            "status \(status) from the provider: \(message) (request \(id ?? "unknown"))"
        case .unreachable(let cause): "the provider could not be reached: \(cause)"
        case .answerCut(let cause): "the provider's answer broke off: \(cause)"
        case .resting(let duration): "the provider failed too often of late and is left alone for \(duration)"
        case .unusablePicture(let what): "the provider sent \(what)"
        case .drawingFailed(let cause): "the illustrator failed: \(cause)"
        }
    }
}
