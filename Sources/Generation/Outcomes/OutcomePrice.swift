/// What an outcome is answered with, what it costs, and what became of the credits.
public struct OutcomePrice: Hashable, Sendable {
    /// The HTTP status of the answer; 0 if there is nobody to answer.
    public let status: Int
    /// The code of the answer, if it is a refusal.
    public let code: String?
    /// What it costs.
    public let cost: Cost
    /// What became of the credits.
    public let credits: Fate

    /// What an outcome costs.
    public enum Cost: String, Sendable, CaseIterable {
        case price = "the price"
        case share = "k/n of the price"
        case nothing = "nothing"
    }

    /// What became of the credits of an outcome.
    public enum Fate: String, Sendable, CaseIterable {
        case untouched = "untouched"
        case spent = "spent"
        case spentBefore = "spent by the first request"
        case partlySpent = "k/n spent, the rest back at once"
        case back = "back at once"
        case backWithLease = "back when the hold's lease ends"
        case spentWithLease = "spent when the hold's lease ends, for what is stored"
        case heldOn = "held on until the next server has made it"
    }

    private init(_ status: Int, _ code: String?, _ cost: Cost, _ credits: Fate) {
        self.status = status
        self.code = code
        self.cost = cost
        self.credits = credits
    }
}

extension OutcomePrice {
    fileprivate static func refused(_ status: Int, _ code: String) -> OutcomePrice {
        OutcomePrice(status, code, .nothing, .untouched)
    }

    fileprivate static func failed(_ status: Int, _ code: String) -> OutcomePrice {
        OutcomePrice(status, code, .nothing, .back)
    }

    fileprivate static func unheard(_ cost: Cost, _ credits: Fate) -> OutcomePrice {
        OutcomePrice(0, nil, cost, credits)
    }

    fileprivate static func delivered(_ cost: Cost, _ credits: Fate) -> OutcomePrice {
        OutcomePrice(200, nil, cost, credits)
    }
}

extension GenerationOutcome {
    /// What it costs.
    public var price: OutcomePrice {
        switch self {
        case .delivered: .delivered(.price, .spent)
        case .deliveredInPart: .delivered(.share, .partlySpent)
        case .cached: .delivered(.nothing, .untouched)
        case .replayed, .adopted: .delivered(.nothing, .spentBefore)
        case .clientGone: .unheard(.price, .spent)
        case .invalid: .refused(400, "VALIDATION_ERROR")
        case .unauthorized: .refused(401, "NO_AUTH")
        case .insufficientCredits: .refused(402, "INSUFFICIENT_CREDITS")
        case .keyReused: .refused(422, "IDEMPOTENCY_KEY_REUSED")
        case .tooManyInFlight: .refused(429, "TOO_MANY_IN_FLIGHT")
        case .queueFull: .refused(503, "OVERLOADED")
        case .shuttingDown: .refused(503, "SHUTTING_DOWN")
        case .ledgerUnavailable: .refused(500, "INTERNAL")
        case .providerRefused, .providerFailed, .providerBusy, .providerCutOff, .pictureUnusable, .notStored:
            .failed(502, "PROVIDER_ERROR")
        case .providerTimedOut: .failed(504, "PROVIDER_TIMEOUT")
        case .contentBlocked: .failed(422, "CONTENT_BLOCKED")
        case .cancelledBeforeDispatch, .cancelledAfterDispatch: .failed(409, "CANCELLED")
        case .cancelledTooLate: .delivered(.price, .spent)
        case .killedBeforeDispatch, .killedWhileDrawing: .unheard(.nothing, .backWithLease)
        case .killedBeforeDispatchAsJob: .unheard(.price, .heldOn)
        case .killedAfterStoring: .unheard(.share, .spentWithLease)
        case .killedAfterCapture: .unheard(.price, .spent)
        }
    }
}
