extension LedgerRules {
    /// A hold whose worker is gone, or has let go of it, passes to another worker. No credits move.
    func adopt(
        _ adopting: LedgerCommand.Adopting, by actor: ActorID, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard var charge = slice.charges[adopting.charge] else { throw .unknownCharge(adopting.charge) }
        switch charge.stage {
        case .captured(let capture, _): throw .alreadyCaptured(capture.amount)
        case .released: throw .alreadyReleased
        case .expired: throw .holdExpired
        case .held(let lease): guard lease.until <= now else { throw .holdNotDue(until: lease.until) }
        }
        try checkHeld(charge, in: slice)
        try expireGrants(of: charge.key, at: now, in: &slice)
        let draft = EntryDraft(
            kind: .adoption, key: charge.key, amount: charge.amount, actor: actor, reference: adopting.reference,
            charge: charge.id)
        let entry = post(draft, at: now, in: &slice) { _ in }
        charge.stage = .held(Lease(worker: adopting.worker, until: entry.at.advanced(by: adopting.leaseDuration)))
        slice.save(charge)
        return Posting(entry: entry, charge: charge)
    }
}
