public import CreditLedger

/// Pictures that were delivered, and what that left.
public struct Generation: Sendable {
    /// The generation's name: its charge's reference, `gen_…`.
    public let id: Reference
    /// Its charge.
    public let charge: ChargeID
    /// What was delivered.
    public let result: GenerationResult
    /// What was left to spend in the pool when it was paid for.
    public let creditsRemaining: Credits
    /// How it came about.
    public let origin: Origin
    /// Whether it had been answered with before, or paid for, by what counts as the same request.
    public let isReplay: Bool

    /// How a generation came about.
    public enum Origin: Sendable {
        /// It was made, and paid for.
        case made
        /// It was paid for by an earlier request with the same key, or by one that was never answered.
        case replayed
        /// It is an earlier generation of the same order, as the request asked for; nothing was charged.
        case cached
    }

    /// Whether it is an earlier generation, free of charge.
    public var isCached: Bool { origin == .cached }

    init(
        charge: Charge, result: GenerationResult, creditsRemaining: Credits, origin: Origin, isReplay: Bool = false
    ) {
        id = charge.reference
        self.charge = charge.id
        self.result = result
        self.creditsRemaining = creditsRemaining
        self.origin = origin
        self.isReplay = isReplay || origin == .replayed
    }
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
    /// The generator does not draw this size. Nothing was charged.
    case sizeNotDrawn(PictureSize, allowed: [PictureSize])
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
