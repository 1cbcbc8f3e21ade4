/// What became of the credits of one charge: which grants paid, what was taken, what went back, and
/// where it stands now.
///
/// A receipt names the journal's entries that bear it out, so that anyone with the journal can check
/// it; it was checked against them when it was made.
public struct Receipt: Hashable, Sendable {
    /// The charge that it is about.
    public let charge: ChargeID
    /// The caller's name for the work.
    public let reference: Reference
    /// Whose balance paid.
    public let key: BalanceKey
    /// What was held, or deducted, at first.
    public let amount: Credits
    /// The grants that it was burned from, in that order.
    public let burned: [Burn]
    /// What happened, in its order: a hold or a deduction, how that ended, and the refunds.
    public let steps: [Step]
    /// Where it stands now.
    public let outcome: Outcome

    /// The receipt of a charge.
    ///
    /// - Throws: ``ReceiptError`` if the journal and the grants do not bear out what the charge says.
    public init(_ record: ChargeRecord) throws(ReceiptError) {
        let charge = record.charge
        self.charge = charge.id
        reference = charge.reference
        key = charge.key
        amount = charge.amount
        burned = Burn.burns(of: charge, from: record.grants)
        steps = record.lines.map(Step.init)
        outcome = Outcome(charge)
        let faults = ReceiptCheck.faults(in: self, of: record)
        guard faults.isEmpty else { throw ReceiptError(faults: faults) }
    }

    /// What it cost, as it stands: what was captured less what was refunded; nothing while it is held.
    public var paid: Credits {
        switch outcome {
        case .delivered(let paid, _), .partlyRefunded(let paid, _): paid
        case .held, .notDelivered, .refunded: .zero
        }
    }

    /// What went back, as it stands.
    public var returned: Credits {
        if case .held = outcome { .zero } else { amount.subtracting(paid) ?? .zero }
    }
}

extension Receipt {
    /// Credits that were burned from one grant.
    public struct Burn: Hashable, Sendable {
        /// Which grant.
        public let grant: GrantID
        /// Where that came from.
        public let source: GrantSource?
        /// The reference under which it was made.
        public let reference: Reference?
        /// How much of it was burned.
        public let amount: Credits
        /// How much of that is still held or spent; the rest went back into the grant.
        public let kept: Credits
    }

    /// One line of the journal.
    public struct Step: Hashable, Sendable {
        /// What happened.
        public let kind: Entry.Kind
        /// How many credits it is about.
        public let amount: Credits
        /// How many became available again by it.
        public let returned: Credits
        /// The name of its command, where that has one.
        public let reference: Reference?
        /// Its place in the whole journal.
        public let position: Int64
        /// Its place among the entries of its balance.
        public let sequence: Int64
        /// When.
        public let at: Timestamp
    }

    /// Where a charge stands.
    public enum Outcome: Hashable, Sendable {
        /// The work is under way; if nobody resolves it until then, the credits go back.
        case held(until: Timestamp)
        /// The work was delivered and paid for; what was held beyond its price went back.
        case delivered(paid: Credits, of: Credits)
        /// The work was delivered, and some of what it cost was given back.
        case partlyRefunded(paid: Credits, refunded: Credits)
        /// The work was not delivered, and all credits went back.
        case notDelivered(Credits)
        /// The work was delivered, and all that it cost was given back.
        case refunded(Credits)
    }
}

extension Receipt.Burn {
    fileprivate static func burns(of charge: Charge, from grants: [Grant]) -> [Receipt.Burn] {
        let kept = charge.kept
        return charge.funding.indices.map { index in
            let part = charge.funding[index]
            let grant = grants.first { $0.id == part.grant }
            return Receipt.Burn(
                grant: part.grant, source: grant?.terms.source, reference: grant?.reference, amount: part.amount,
                kept: kept.indices.contains(index) ? kept[index].amount : .zero)
        }
    }
}

extension Receipt.Step {
    fileprivate init(_ line: JournalLine) {
        let entry = line.entry
        self.init(
            kind: entry.kind, amount: entry.amount,
            returned: entry.after.available.subtracting(entry.before.available) ?? .zero, reference: entry.reference,
            position: line.position, sequence: entry.sequence, at: entry.at)
    }
}

extension Receipt.Outcome {
    fileprivate init(_ charge: Charge) {
        switch charge.stage {
        case .held(let lease): self = .held(until: lease.until)
        case .released, .expired: self = .notDelivered(charge.amount)
        case .captured(let capture, let mark):
            let paid = capture.amount.subtracting(capture.refunded) ?? .zero
            // What is deducted ahead of the work and given back in whole was not delivered.
            let isDeduction = mark == charge.opened
            if capture.refunded == .zero {
                self = .delivered(paid: paid, of: charge.amount)
            } else if paid > .zero {
                self = .partlyRefunded(paid: paid, refunded: capture.refunded)
            } else {
                self = isDeduction ? .notDelivered(capture.amount) : .refunded(capture.amount)
            }
        }
    }
}
