extension LedgerRules {
    /// A grant is taken back: what is left of it at once, and what is not becomes debt, which later
    /// credits pay first.
    func revoke(
        _ id: GrantID, amount: Credits?, _ cause: Cause, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard let known = slice.grants[id] else { throw .unknownGrant(id) }
        guard amount != .zero else { throw .invalidAmount }
        try expireGrants(of: known.key, at: now, in: &slice)
        guard var grant = slice.grants[id] else { throw .unknownGrant(id) }
        // What has expired is nobody's any more, and what was asked back once is not asked again.
        let gone = grant.expired.adding(grant.recalled) ?? grant.terms.amount
        let left = grant.terms.amount.subtracting(gone) ?? .zero
        let amount = amount ?? left
        guard amount <= left, amount > .zero else { throw .exceedsGrant(left: left) }
        let taken = min(amount, grant.remaining)
        let debt = amount.subtracting(taken) ?? .zero
        let balance = slice.balance(grant.key)
        // Nothing is asked back twice, so that the debt cannot pass the issued credits.
        guard balance.available >= taken, balance.debt.adding(debt) != nil else {
            throw .inconsistentBalance(grant.key)
        }

        let draft = EntryDraft(
            kind: .revoke, key: grant.key, amount: amount, actor: cause.actor, reference: cause.reference, grant: id,
            reason: cause.reason)
        let entry = post(draft, at: now, in: &slice) { balance in
            balance.move(taken, from: .available, to: .revoked)
            balance.debt = balance.debt.adding(debt) ?? balance.debt
        }
        grant.take(taken)
        grant.recalled = grant.recalled.adding(amount) ?? grant.terms.amount
        slice.save(grant)
        return Posting(entry: entry, grant: grant)
    }

    /// Takes out of what has just come in: as much as is owed, or all of it if the account is closed.
    func collect(
        from inflow: [GrantID: Credits], of key: BalanceKey, at now: Timestamp, in slice: inout LedgerSlice
    ) {
        for id in inflow.keys.sorted() {
            guard var grant = slice.grants[id], let came = inflow[id] else { continue }
            let balance = slice.balance(key)
            let amount = min(came, grant.remaining, balance.isClosed ? came : balance.debt)
            guard amount > .zero else { continue }
            let draft = EntryDraft(kind: .collection, key: key, amount: amount, actor: .system, grant: id)
            _ = post(draft, at: now, in: &slice) { balance in
                balance.move(amount, from: .available, to: .revoked)
                balance.debt = balance.debt.subtracting(amount) ?? .zero
            }
            grant.take(amount)
            slice.save(grant)
        }
    }
}

extension Grant {
    /// Takes back what is left, or a part of it.
    fileprivate mutating func take(_ amount: Credits) {
        remaining = remaining.subtracting(amount) ?? .zero
        revoked = revoked.adding(amount) ?? terms.amount
    }
}

extension LedgerRules {
    /// Available credits are taken out by somebody, for a reason, in burn order.
    func withdraw(
        _ amount: Credits, from key: BalanceKey, _ cause: Cause, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard amount > .zero else { throw .invalidAmount }
        try expireGrants(of: key, at: now, in: &slice)
        let available = slice.balance(key).available
        guard available >= amount else { throw .insufficientCredits(required: amount, available: available) }
        takeOut(amount, of: key, in: &slice)
        let draft = EntryDraft(
            kind: .withdrawal, key: key, amount: amount, actor: cause.actor, reference: cause.reference,
            reason: cause.reason)
        return Posting(entry: post(draft, at: now, in: &slice) { $0.move(amount, from: .available, to: .revoked) })
    }

    /// The pool takes no more grants and holds; what is available is revoked, and so is what comes back
    /// from the holds that are still open.
    func close(
        _ key: BalanceKey, _ cause: Cause, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        guard !slice.balance(key).isClosed else { throw .accountClosed }
        try expireGrants(of: key, at: now, in: &slice)
        let available = slice.balance(key).available
        takeOut(available, of: key, in: &slice)
        let draft = EntryDraft(
            kind: .close, key: key, amount: available, actor: cause.actor, reference: cause.reference,
            reason: cause.reason)
        let entry = post(draft, at: now, in: &slice) { balance in
            balance.move(available, from: .available, to: .revoked)
            balance.isClosed = true
        }
        return Posting(entry: entry)
    }

    private func takeOut(_ amount: Credits, of key: BalanceKey, in slice: inout LedgerSlice) {
        for part in burn(amount, of: key, in: &slice) {
            guard var grant = slice.grants[part.grant] else { continue }
            grant.revoked = grant.revoked.adding(part.amount) ?? grant.terms.amount
            slice.save(grant)
        }
    }
}
