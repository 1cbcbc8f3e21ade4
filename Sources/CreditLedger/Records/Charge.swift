/// What one piece of work costs: opened by a hold, closed by capture, release or expiry.
public struct Charge: Hashable, Sendable, IdentifiedRecord {
    public static var identifierPrefix: String { "chg_" }

    /// Which charge.
    public let id: ChargeID
    /// Whose balance pays.
    public let key: BalanceKey
    /// The caller's name for the work.
    public let reference: Reference
    /// What was held.
    public let amount: Credits
    /// Which grants the credits came from, in the order in which they were burned.
    public let funding: [Funding]
    /// What was asked for.
    public let order: Payload
    /// The journal entry that opened it.
    public let opened: Mark
    /// What has become of it.
    public var stage: Stage

    /// A charge as it stands.
    public init(
        id: ChargeID, key: BalanceKey, reference: Reference, amount: Credits, funding: [Funding],
        order: Payload, opened: Mark, stage: Stage
    ) {
        self.id = id
        self.key = key
        self.reference = reference
        self.amount = amount
        self.funding = funding
        self.order = order
        self.opened = opened
        self.stage = stage
    }
}

extension Charge {
    /// A charge is in one of these, and leaves `held` once.
    public enum Stage: Hashable, Sendable {
        /// The work is under way.
        case held(Lease)
        /// The work was delivered.
        case captured(Capture, Mark)
        /// The work was not delivered, for the reason that the worker gave; the credits are back.
        case released(Payload, Mark)
        /// Nobody resolved it in time; the credits are back.
        case expired(Mark)
    }

    /// What a capture took.
    public struct Capture: Hashable, Sendable {
        /// How much, up to what was held.
        public let amount: Credits
        /// How much of that was given back since.
        public var refunded: Credits
        /// What was delivered.
        public let result: Payload

        /// A capture and what was refunded of it.
        public init(amount: Credits, refunded: Credits, result: Payload) {
            self.amount = amount
            self.refunded = refunded
            self.result = result
        }
    }

    /// Credits that one grant gave.
    public struct Funding: Hashable, Sendable {
        /// Which grant.
        public let grant: GrantID
        /// How much of it.
        public let amount: Credits

        /// Credits of a grant.
        public init(grant: GrantID, amount: Credits) {
            self.grant = grant
            self.amount = amount
        }
    }

    /// Points to an entry in the balance's journal.
    public struct Mark: Hashable, Sendable {
        /// The entry's sequence number.
        public let sequence: Int64
        /// The entry's time.
        public let at: Timestamp

        /// The entry of a sequence number and time.
        public init(sequence: Int64, at: Timestamp) {
            self.sequence = sequence
            self.at = at
        }
    }

    /// The entry that closed the charge, if one did.
    public var resolved: Mark? {
        switch stage {
        case .held: nil
        case .captured(_, let mark), .released(_, let mark), .expired(let mark): mark
        }
    }

    /// The capture, if there was one.
    public var capture: Capture? {
        if case .captured(let capture, _) = stage { capture } else { nil }
    }
}
