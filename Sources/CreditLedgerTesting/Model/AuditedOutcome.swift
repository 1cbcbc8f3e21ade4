public import CreditLedger

/// What a command came to, as far as a store and the ``LedgerAuditor`` must agree on it.
public enum AuditedOutcome: Hashable, Sendable {
    /// It was done, now or before.
    case done(Deed, isRepeat: Bool, ChargeView?)
    /// It was refused.
    case refused(Refusal)

    /// One line of the journal, without its place in it.
    public struct Deed: Hashable, Sendable {
        /// What happened.
        public let kind: Entry.Kind
        /// How many credits it is about.
        public let amount: Credits
        /// The available and held credits ahead of it.
        public let before: Entry.Standing
        /// The available and held credits after it.
        public let after: Entry.Standing
        /// The command's reference, where it has one.
        public let reference: Reference?
        /// The charge that it is about.
        public let charge: ChargeID?
        /// The grant that it is about.
        public let grant: GrantID?
        /// Who gave the command.
        public let actor: ActorID
        /// Why.
        public let reason: Reason?
        /// When.
        public let at: Timestamp
    }

    /// A charge, without its places in the journal.
    public struct ChargeView: Hashable, Sendable {
        /// Which charge.
        public let id: ChargeID
        /// Whose balance pays.
        public let key: BalanceKey
        /// The caller's name for the work.
        public let reference: Reference
        /// What was held.
        public let amount: Credits
        /// Which grants the credits came from.
        public let funding: [Charge.Funding]
        /// What was asked for.
        public let order: Payload
        /// What has become of it.
        public let stage: Stage

        /// What has become of the charge.
        public enum Stage: Hashable, Sendable {
            case held(until: Timestamp)
            case captured(Credits, refunded: Credits, result: Payload)
            case released(reason: Payload)
            case expired
        }
    }

    /// What is left of a grant, and what has become of the rest.
    public struct GrantView: Hashable, Sendable {
        /// Which grant.
        public let id: GrantID
        /// Where its credits went.
        public let key: BalanceKey
        /// What is left to spend.
        public let remaining: Credits
        /// What has expired.
        public let expired: Credits
        /// What was taken back.
        public let revoked: Credits
        /// What was asked back.
        public let recalled: Credits
        /// Until when it can be spent.
        public let expiry: Timestamp
    }

    /// What is compared of a store's decision.
    public init(_ decision: Result<Posting, Refusal>) {
        switch decision {
        case .success(let posting):
            self = .done(Deed(posting.entry), isRepeat: posting.isRepeat, posting.charge.map { ChargeView($0) })
        case .failure(let refusal):
            self = .refused(refusal)
        }
    }
}

extension AuditedOutcome.Deed {
    init(_ entry: Entry) {
        self.init(
            kind: entry.kind, amount: entry.amount, before: entry.before, after: entry.after,
            reference: entry.reference, charge: entry.charge, grant: entry.grant, actor: entry.actor,
            reason: entry.reason, at: entry.at)
    }
}

extension AuditedOutcome.ChargeView {
    /// What is compared of a charge.
    public init(_ charge: Charge) {
        let stage: Stage =
            switch charge.stage {
            case .held(let lease): .held(until: lease.until)
            case .captured(let capture, _):
                .captured(capture.amount, refunded: capture.refunded, result: capture.result)
            case .released(let reason, _): .released(reason: reason)
            case .expired: .expired
            }
        self.init(
            id: charge.id, key: charge.key, reference: charge.reference, amount: charge.amount,
            funding: charge.funding, order: charge.order, stage: stage)
    }
}

extension AuditedOutcome.GrantView {
    /// What is compared of a grant, as it is at `now`, whether its expiry was posted or not.
    public init(_ grant: Grant, at now: Timestamp) {
        let over = grant.isDue(at: now) ? grant.remaining : .zero
        self.init(
            id: grant.id, key: grant.key, remaining: grant.remaining.subtracting(over) ?? .zero,
            expired: grant.expired.adding(over) ?? .zero, revoked: grant.revoked, recalled: grant.recalled,
            expiry: grant.expiry)
    }
}
