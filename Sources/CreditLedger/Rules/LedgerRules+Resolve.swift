extension LedgerRules {
    /// Held credits are spent; what the capture leaves of the hold becomes available.
    func capture(
        _ id: ChargeID, amount: Credits?, result: Payload, by actor: ActorID, at now: Timestamp,
        in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard var charge = slice.charges[id] else { throw .unknownCharge(id) }
        let amount = amount ?? charge.amount
        guard amount > .zero else { throw .invalidAmount }
        try checkSize(of: result)
        switch charge.stage {
        case .captured(let capture, _):
            guard capture.amount == amount, let entry = slice.resolution(of: id) else {
                throw .alreadyCaptured(capture.amount)
            }
            return Posting(entry: entry, charge: charge, isRepeat: true)
        case .released: throw .alreadyReleased
        case .expired: throw .holdExpired
        case .held: break
        }
        guard let rest = charge.amount.subtracting(amount) else { throw .exceedsHold(held: charge.amount) }
        try checkHeld(charge, in: slice)

        try expireGrants(of: charge.key, at: now, in: &slice)
        let draft = EntryDraft(kind: .capture, key: charge.key, amount: amount, actor: actor, charge: id)
        let entry = post(draft, at: now, in: &slice) { balance in
            balance.move(amount, from: .held, to: .spent)
            balance.move(rest, from: .held, to: .available)
            balance.holdsInFlight -= 1
        }
        charge.stage = .captured(
            Charge.Capture(amount: amount, refunded: .zero, result: result),
            Charge.Mark(sequence: entry.sequence, at: entry.at))
        slice.save(charge)
        giveBack(rest, of: charge, after: .zero, at: now, in: &slice)
        return Posting(entry: entry, charge: charge)
    }

    /// Held credits become available: the work was not delivered.
    func release(
        _ id: ChargeID, reference: Reference, reason: Payload, by actor: ActorID, at now: Timestamp,
        in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard let charge = slice.charges[id] else { throw .unknownCharge(id) }
        try checkSize(of: reason)
        switch charge.stage {
        case .captured(let capture, _): throw .alreadyCaptured(capture.amount)
        case .expired: throw .holdExpired
        case .released:
            guard let entry = slice.resolution(of: id) else { throw .alreadyReleased }
            return Posting(entry: entry, charge: charge, isRepeat: true)
        case .held:
            return try letGo(charge, reference: reference, by: actor, at: now, in: &slice) { .released(reason, $0) }
        }
    }

    /// Held credits become available: nobody resolved the hold in its time.
    func expireHold(
        _ id: ChargeID, by actor: ActorID, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard let charge = slice.charges[id] else { throw .unknownCharge(id) }
        switch charge.stage {
        case .captured(let capture, _): throw .alreadyCaptured(capture.amount)
        case .released: throw .alreadyReleased
        case .expired:
            guard let entry = slice.resolution(of: id) else { throw .holdExpired }
            return Posting(entry: entry, charge: charge, isRepeat: true)
        case .held(let lease):
            guard lease.until <= now else { throw .holdNotDue(until: lease.until) }
            return try letGo(charge, reference: nil, by: actor, at: now, in: &slice) { .expired($0) }
        }
    }

    private func letGo(
        _ held: Charge, reference: Reference?, by actor: ActorID, at now: Timestamp, in slice: inout LedgerSlice,
        to stage: (Charge.Mark) -> Charge.Stage
    ) throws(Refusal) -> Posting {
        try checkHeld(held, in: slice)
        try expireGrants(of: held.key, at: now, in: &slice)
        var charge = held
        let draft = EntryDraft(
            kind: reference == nil ? .holdExpiry : .release, key: charge.key, amount: charge.amount, actor: actor,
            reference: reference, charge: charge.id)
        let entry = post(draft, at: now, in: &slice) { balance in
            balance.move(held.amount, from: .held, to: .available)
            balance.holdsInFlight -= 1
        }
        charge.stage = stage(Charge.Mark(sequence: entry.sequence, at: entry.at))
        slice.save(charge)
        giveBack(charge.amount, of: charge, after: .zero, at: now, in: &slice)
        return Posting(entry: entry, charge: charge)
    }

    func checkHeld(_ charge: Charge, in slice: LedgerSlice) throws(Refusal) {
        let balance = slice.balance(charge.key)
        guard balance.held >= charge.amount, balance.holdsInFlight > 0 else {
            throw .inconsistentBalance(charge.key)
        }
    }
}
