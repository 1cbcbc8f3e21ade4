/// What a caller asks of the ledger.
public struct LedgerCommand: Hashable, Sendable {
    /// What is to be done.
    public let verb: Verb
    /// Who asks.
    public let actor: ActorID

    /// A command of an actor.
    public init(_ verb: Verb, by actor: ActorID) {
        self.verb = verb
        self.actor = actor
    }

    /// The commands that there are.
    public enum Verb: Hashable, Sendable {
        case grant(Granting)
        case hold(Holding)
        case deduct(Holding)
        case capture(ChargeID, amount: Credits?, result: Payload)
        case release(ChargeID, reference: Reference, reason: Payload)
        case expireHold(ChargeID)
        case adopt(Adopting)
        case refund(ChargeID, amount: Credits?, reference: Reference)
        case revoke(GrantID, amount: Credits?, reference: Reference, reason: Reason?)
        case withdraw(BalanceKey, amount: Credits, reference: Reference, reason: Reason)
        case close(BalanceKey, reference: Reference, reason: Reason?)
    }

    /// Puts credits in.
    public struct Granting: Hashable, Sendable {
        /// The identifier of the grant, if it is made.
        public var id: GrantID
        /// Where the credits go.
        public var key: BalanceKey
        /// The caller's name for the grant.
        public var reference: Reference
        /// How much, and how it is spent.
        public var terms: GrantTerms
        /// Why, if somebody was asked.
        public var reason: Reason?

        /// A grant to be made.
        public init(id: GrantID, key: BalanceKey, reference: Reference, terms: GrantTerms, reason: Reason? = nil) {
            self.reason = reason
            self.id = id
            self.key = key
            self.reference = reference
            self.terms = terms
        }
    }

    /// Passes a hold to another worker.
    public struct Adopting: Hashable, Sendable {
        /// Which charge's.
        public var charge: ChargeID
        /// The caller's name for the adoption.
        public var reference: Reference
        /// Who works on it from now on.
        public var worker: WorkerID
        /// For how long the hold stands if nobody resolves it.
        public var leaseDuration: Duration

        /// An adoption.
        public init(
            charge: ChargeID, reference: Reference, worker: WorkerID, leaseDuration: Duration = .seconds(600)
        ) {
            self.charge = charge
            self.reference = reference
            self.worker = worker
            self.leaseDuration = leaseDuration
        }
    }

    /// Reserves credits, or spends them at once.
    public struct Holding: Hashable, Sendable {
        /// The identifier of the charge, if it is opened.
        public var id: ChargeID
        /// Whose credits.
        public var key: BalanceKey
        /// The caller's name for the work.
        public var reference: Reference
        /// What the work costs at the most, above zero.
        public var amount: Credits
        /// What was asked for.
        public var order: Payload
        /// Who works on it.
        public var worker: WorkerID
        /// For how long the hold stands if nobody resolves it.
        public var leaseDuration: Duration
        /// The most charges that the account may have held in this pool at once; `nil` for no limit.
        public var limitInFlight: Int64?

        /// A hold to be made.
        public init(
            id: ChargeID, key: BalanceKey, reference: Reference, amount: Credits, order: Payload = .empty,
            worker: WorkerID = "", leaseDuration: Duration = .seconds(600), limitInFlight: Int64? = nil
        ) {
            self.id = id
            self.key = key
            self.reference = reference
            self.amount = amount
            self.order = order
            self.worker = worker
            self.leaseDuration = leaseDuration
            self.limitInFlight = limitInFlight
        }
    }
}

extension LedgerCommand {
    /// The balance that the command names itself.
    public var key: BalanceKey? {
        switch verb {
        case .grant(let granting): granting.key
        case .hold(let holding), .deduct(let holding): holding.key
        case .withdraw(let key, _, _, _), .close(let key, _, _): key
        case .capture, .release, .expireHold, .adopt, .refund, .revoke: nil
        }
    }

    /// The charge that the command is about, where that exists already.
    public var charge: ChargeID? {
        switch verb {
        case .capture(let id, _, _), .release(let id, _, _), .expireHold(let id), .refund(let id, _, _): id
        case .adopt(let adopting): adopting.charge
        case .grant, .hold, .deduct, .revoke, .withdraw, .close: nil
        }
    }

    /// The grant that the command is about, where that exists already.
    public var grant: GrantID? {
        if case .revoke(let id, _, _, _) = verb { id } else { nil }
    }

    /// The name under which the command is done at most once. A capture or an expiry has none of its
    /// own: the charge it closes can be closed only once.
    public var reference: Reference? {
        switch verb {
        case .grant(let granting): granting.reference
        case .hold(let holding), .deduct(let holding): holding.reference
        case .release(_, let reference, _), .refund(_, _, let reference): reference
        case .adopt(let adopting): adopting.reference
        case .revoke(_, _, let reference, _), .withdraw(_, _, let reference, _), .close(_, let reference, _): reference
        case .capture, .expireHold: nil
        }
    }
}
