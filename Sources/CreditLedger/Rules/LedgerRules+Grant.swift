extension LedgerRules {
    /// New credits become available.
    func grant(
        _ granting: LedgerCommand.Granting, by actor: ActorID, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        let terms = granting.terms
        guard terms.amount > .zero else { throw .invalidAmount }
        guard (0...100).contains(terms.priority) else { throw .invalidPriority(terms.priority) }
        if let expiry = terms.expiresAt, expiry <= now { throw .alreadyExpired(expiry) }
        let balance = slice.balance(granting.key)
        if let total = balance.total, total.adding(terms.amount) == nil { throw .overflow }
        guard !balance.isClosed else { throw .accountClosed }
        try expireGrants(of: granting.key, at: now, in: &slice)
        return put(granting, by: actor, at: now, in: &slice)
    }

    private func put(
        _ granting: LedgerCommand.Granting, by actor: ActorID, at now: Timestamp, in slice: inout LedgerSlice
    ) -> Posting {
        let amount = granting.terms.amount
        let draft = EntryDraft(
            kind: .grant, key: granting.key, amount: amount, actor: actor,
            reference: granting.reference, grant: granting.id, reason: granting.reason)
        let entry = post(draft, at: now, in: &slice) { $0.add(amount, to: .available) }
        let grant = Grant(
            id: granting.id, key: granting.key, reference: granting.reference, terms: granting.terms,
            createdAt: entry.at)
        slice.save(grant)
        collect(from: [granting.id: amount], of: granting.key, at: now, in: &slice)
        return Posting(entry: entry, grant: slice.grants[grant.id])
    }

    /// Takes what has become due out of a balance: an expired credit is not spendable from its
    /// instant on, whenever somebody looks.
    ///
    /// Ahead of every move in a balance, so this is also where one is refused whose numbers are out of range.
    func expireGrants(of key: BalanceKey, at now: Timestamp, in slice: inout LedgerSlice) throws(Refusal) {
        guard slice.balance(key).isInRange else { throw .inconsistentBalance(key) }
        for var grant in slice.spendableGrants(of: key) where grant.isDue(at: now) {
            let amount = grant.remaining
            guard slice.balance(key).available >= amount else { throw .inconsistentBalance(key) }
            let draft = EntryDraft(kind: .grantExpiry, key: key, amount: amount, actor: .system, grant: grant.id)
            _ = post(draft, at: now, in: &slice) { $0.move(amount, from: .available, to: .expired) }
            grant.remaining = .zero
            grant.expired = grant.expired.adding(amount) ?? grant.terms.amount
            slice.save(grant)
        }
        // Whatever the rows were changed to by hand: nothing is built on a balance that contradicts them.
        let left = slice.spendableGrants(of: key).reduce(.zero) { $0.adding($1.remaining) ?? $0 } as Credits
        guard left == slice.balance(key).available else { throw .inconsistentBalance(key) }
    }

    /// Takes `amount` out of the grants of a balance, in burn order.
    func burn(
        _ amount: Credits, of key: BalanceKey, in slice: inout LedgerSlice
    ) -> [Charge.Funding] {
        let grants = slice.spendableGrants(of: key)
        var missing = amount
        var funding: [Charge.Funding] = []
        for var grant in grants where missing > .zero {
            let part = min(missing, grant.remaining)
            guard let left = grant.remaining.subtracting(part), let rest = missing.subtracting(part) else { continue }
            grant.remaining = left
            missing = rest
            slice.save(grant)
            funding.append(Charge.Funding(grant: grant.id, amount: part))
        }
        return funding
    }
}
