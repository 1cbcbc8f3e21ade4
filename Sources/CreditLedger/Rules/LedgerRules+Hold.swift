extension LedgerRules {
    /// Available credits are reserved for a piece of work.
    func hold(
        _ holding: LedgerCommand.Holding, by actor: ActorID, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        let funding = try fund(holding, at: now, in: &slice)
        let amount = holding.amount
        let draft = EntryDraft(
            kind: .hold, key: holding.key, amount: amount, actor: actor,
            reference: holding.reference, charge: holding.id)
        let entry = post(draft, at: now, in: &slice) { balance in
            balance.move(amount, from: .available, to: .held)
            balance.holdsInFlight += 1
        }
        let lease = Lease(worker: holding.worker, until: entry.at.advanced(by: holding.leaseDuration))
        return open(holding, funding: funding, entry: entry, stage: .held(lease), in: &slice)
    }

    /// Available credits are spent at once: a hold and a capture of all of it in one.
    func deduct(
        _ holding: LedgerCommand.Holding, by actor: ActorID, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        let funding = try fund(holding, at: now, in: &slice)
        let amount = holding.amount
        let draft = EntryDraft(
            kind: .deduct, key: holding.key, amount: amount, actor: actor,
            reference: holding.reference, charge: holding.id)
        let entry = post(draft, at: now, in: &slice) { $0.move(amount, from: .available, to: .spent) }
        let capture = Charge.Capture(amount: amount, refunded: .zero, result: .empty)
        let stage = Charge.Stage.captured(capture, Charge.Mark(sequence: entry.sequence, at: entry.at))
        return open(holding, funding: funding, entry: entry, stage: stage, in: &slice)
    }

    /// The seed's check and deduct in one: either the credits are taken out of their grants, or
    /// the command is refused.
    private func fund(
        _ holding: LedgerCommand.Holding, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> [Charge.Funding] {
        guard holding.amount > .zero else { throw .invalidAmount }
        try checkSize(of: holding.order)
        guard !slice.balance(holding.key).isClosed else { throw .accountClosed }
        try expireGrants(of: holding.key, at: now, in: &slice)
        let balance = slice.balance(holding.key)
        if let limit = holding.limitInFlight, balance.holdsInFlight >= limit { throw .tooManyInFlight(limit: limit) }
        guard balance.available >= holding.amount else {
            throw .insufficientCredits(required: holding.amount, available: balance.available)
        }
        return burn(holding.amount, of: holding.key, in: &slice)
    }

    private func open(
        _ holding: LedgerCommand.Holding, funding: [Charge.Funding], entry: Entry, stage: Charge.Stage,
        in slice: inout LedgerSlice
    ) -> Posting {
        let charge = Charge(
            id: holding.id, key: holding.key, reference: holding.reference, amount: holding.amount,
            funding: funding, order: holding.order,
            opened: Charge.Mark(sequence: entry.sequence, at: entry.at), stage: stage)
        slice.save(charge)
        return Posting(entry: entry, charge: charge)
    }

    func checkSize(of payload: Payload) throws(Refusal) {
        guard payload.bytes.count <= Payload.maximumByteCount else {
            throw .payloadTooLarge(byteCount: payload.bytes.count)
        }
    }
}
