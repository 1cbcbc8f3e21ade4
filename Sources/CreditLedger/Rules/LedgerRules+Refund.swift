extension LedgerRules {
    /// Spent credits become available again, up to what was captured.
    func refund(
        _ id: ChargeID, amount: Credits?, reference: Reference, by actor: ActorID, at now: Timestamp,
        in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard var charge = slice.charges[id] else { throw .unknownCharge(id) }
        guard amount != .zero else { throw .invalidAmount }
        guard case .captured(var capture, let mark) = charge.stage else { throw .notCaptured }
        let left = capture.amount.subtracting(capture.refunded) ?? .zero
        let amount = amount ?? left
        guard amount <= left, left > .zero else {
            throw .exceedsCaptured(captured: capture.amount, refunded: capture.refunded)
        }
        guard slice.balance(charge.key).spent >= amount else { throw .inconsistentBalance(charge.key) }

        try expireGrants(of: charge.key, at: now, in: &slice)
        let draft = EntryDraft(
            kind: .refund, key: charge.key, amount: amount, actor: actor, reference: reference, charge: id)
        let entry = post(draft, at: now, in: &slice) { $0.move(amount, from: .spent, to: .available) }
        let returned = charge.amount.subtracting(left) ?? .zero
        capture.refunded = capture.refunded.adding(amount) ?? capture.amount
        charge.stage = .captured(capture, mark)
        slice.save(charge)
        giveBack(amount, of: charge, after: returned, at: now, in: &slice)
        return Posting(entry: entry, charge: charge)
    }

    /// Puts credits of a charge back into the grants that they came from, last burned first.
    ///
    /// - Parameter returned: How much of the charge went back before.
    func giveBack(
        _ amount: Credits, of charge: Charge, after returned: Credits, at now: Timestamp,
        in slice: inout LedgerSlice
    ) {
        var skip = returned
        var missing = amount
        var inflow: [GrantID: Credits] = [:]
        for part in charge.funding.reversed() where missing > .zero {
            let passed = min(skip, part.amount)
            skip = skip.subtracting(passed) ?? .zero
            let here = min(missing, part.amount.subtracting(passed) ?? .zero)
            guard here > .zero, var grant = slice.grants[part.grant] else { continue }
            // Our failure never costs the customer: what comes back late gets a grace period.
            // A grant whose own credits were expired is over, even if the clock has stepped back since.
            let isOver = grant.isDue(at: now) || (grant.expired > .zero && grant.graceUntil == nil)
            if isOver { grant.graceUntil = now.advanced(by: gracePeriod) }
            grant.remaining = grant.remaining.adding(here) ?? grant.terms.amount
            slice.save(grant)
            inflow[grant.id] = here
            missing = missing.subtracting(here) ?? .zero
        }
        collect(from: inflow, of: charge.key, at: now, in: &slice)
    }
}
