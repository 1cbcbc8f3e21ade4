public import CreditLedger

/// A picture that was delivered, and what that left.
public struct Generation: Sendable {
    /// The generation's name: its charge's reference, `gen_…`.
    public let id: Reference
    /// What was delivered.
    public let result: GenerationResult
    /// What was left to spend in the pool when it was paid for.
    public let creditsRemaining: Credits
    /// Whether it had been delivered before, to a request with the same key.
    public let isReplay: Bool
}

/// Why a request brought no picture.
public enum GenerationError: Error, Sendable {
    /// Too many others are waiting. Nothing was charged.
    case overloaded
    /// The server is about to stop. Nothing was charged.
    case shuttingDown
    /// The rules of the ledger say no. Nothing was charged.
    case refused(Refusal)
    /// The idempotency key was used for another request. Nothing was charged by this one.
    case idempotencyKeyReused
    /// A request with the same key is still under way, and took longer than one waits.
    case stillRunning
    /// The ledger could not answer before the work began. Nothing was charged.
    case ledgerUnavailable(StoreFailure)
    /// The picture was made, and the ledger did not tell whether it was paid for: the history will.
    case unsettled(Reference)
    /// Nothing was delivered.
    case failed(GenerationProblem, Refund)

    /// What became of the credits of a failed generation.
    public enum Refund: Sendable {
        /// They are back.
        case done
        /// They are back since an earlier request with the same key failed; this is its answer again.
        case doneBefore
        /// They could not be given back now; they come back by themselves when the hold ends.
        case pending
    }
}
