/// What can come of a generation. ``price`` says what each costs; docs/outcomes.md is that table for people.
public enum GenerationOutcome: String, CaseIterable, Sendable {
    // Delivered.
    case delivered = "every picture is delivered"
    case deliveredInPart = "k of n pictures are delivered"
    case cached = "an earlier picture of the same order is given, as the request allows"
    case replayed = "it is the same request again, with the same Idempotency-Key"
    case adopted = "it is the same request again, after one whose client hung up unanswered"
    case clientGone = "the client hangs up; the picture is made all the same"

    // Refused before anything was begun.
    case invalid = "the request is not valid"
    case unauthorized = "the credential is missing or not valid"
    case insufficientCredits = "there are fewer credits than the price"
    case keyReused = "the Idempotency-Key was used for another request"
    case tooManyInFlight = "the account has as many in the making as the owner allows"
    case queueFull = "too many are waiting"
    case shuttingDown = "the server is stopping"
    case ledgerUnavailable = "the ledger does not answer"

    // Begun, and nothing delivered.
    case providerRefused = "the provider answers 4xx"
    case providerFailed = "the provider answers 5xx"
    case providerBusy = "the provider answers 429"
    case providerTimedOut = "the provider does not answer in time"
    case providerCutOff = "the connection to the provider breaks"
    case pictureUnusable = "the provider sends something else than a picture"
    case contentBlocked = "the provider declines the content"
    case notStored = "the picture cannot be stored"
    case cancelledBeforeDispatch = "it is cancelled before drawing begins"
    case cancelledAfterDispatch = "it is cancelled while it is being drawn"
    case cancelledTooLate = "it is cancelled after it was delivered"

    // The server dies.
    case killedBeforeDispatch = "the server is killed before drawing begins, and a client was waiting"
    case killedBeforeDispatchAsJob = "the server is killed before drawing begins, and it was asked for asynchronously"
    case killedWhileDrawing = "the server is killed while it is being drawn"
    case killedAfterStoring = "the server is killed after a picture was stored"
    case killedAfterCapture = "the server is killed after it was charged"
}

extension GenerationProblem.Kind {
    /// The outcome that such a problem is answered as.
    public var outcome: GenerationOutcome {
        switch self {
        case .providerError, .interrupted: .providerFailed
        case .providerTimeout: .providerTimedOut
        case .contentBlocked: .contentBlocked
        case .storageFailed: .notStored
        case .cancelled: .cancelledAfterDispatch
        }
    }
}
