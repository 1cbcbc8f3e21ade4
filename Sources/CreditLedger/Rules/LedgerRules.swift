/// What each command does to the ledger. Pure: values in, decisions out; no clock, no I/O, no await.
public struct LedgerRules: Sendable {
    /// How long credits that come back to an expired grant can still be spent.
    public var gracePeriod: Duration

    /// Rules with a grace period, 30 days by default.
    public init(gracePeriod: Duration = .seconds(30 * 86_400)) {
        self.gracePeriod = gracePeriod
    }

    /// Carries out one command, or refuses it and leaves the slice as it was, but for what had
    /// become due in the meantime.
    public func decide(
        _ command: LedgerCommand, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        var posting = try carryOut(command, at: now, in: &slice)
        posting.standing = standing(after: posting, at: now, in: slice)
        return posting
    }

    /// An answer of what to spend must hold at once: what was collected after the entry is gone, and of a
    /// repeat so is what was spent since.
    private func standing(after posting: Posting, at now: Timestamp, in slice: LedgerSlice) -> Entry.Standing {
        let key = posting.entry.key
        let balance = slice.balance(key)
        // Whatever has just been written was written on a balance without anything due.
        guard posting.isRepeat else { return Entry.Standing(balance) }
        return Entry.Standing(balance.less(expired: slice.spendableGrants(of: key), at: now))
    }

    private func carryOut(
        _ command: LedgerCommand, at now: Timestamp, in slice: inout LedgerSlice
    ) throws(Refusal) -> Posting {
        if let reference = command.reference, let entry = slice.entry(of: reference) {
            return try repeated(command, entry: entry, reference: reference, in: slice)
        }
        switch command.verb {
        case .grant(let granting):
            return try grant(granting, by: command.actor, at: now, in: &slice)
        case .hold(let holding):
            return try hold(holding, by: command.actor, at: now, in: &slice)
        case .deduct(let holding):
            return try deduct(holding, by: command.actor, at: now, in: &slice)
        case .capture(let id, let amount, let result):
            return try capture(id, amount: amount, result: result, by: command.actor, at: now, in: &slice)
        case .release(let id, let reference, let reason):
            return try release(id, reference: reference, reason: reason, by: command.actor, at: now, in: &slice)
        case .expireHold(let id):
            return try expireHold(id, by: command.actor, at: now, in: &slice)
        case .adopt(let adopting):
            return try adopt(adopting, by: command.actor, at: now, in: &slice)
        case .refund(let id, let amount, let reference):
            return try refund(id, amount: amount, reference: reference, by: command.actor, at: now, in: &slice)
        case .revoke(let id, let amount, let reference, let reason):
            let cause = Cause(reference: reference, reason: reason, actor: command.actor)
            return try revoke(id, amount: amount, cause, at: now, in: &slice)
        case .withdraw(let key, let amount, let reference, let reason):
            let cause = Cause(reference: reference, reason: reason, actor: command.actor)
            return try withdraw(amount, from: key, cause, at: now, in: &slice)
        case .close(let key, let reference, let reason):
            let cause = Cause(reference: reference, reason: reason, actor: command.actor)
            return try close(key, cause, at: now, in: &slice)
        }
    }

    /// Posts one entry: moves the credits and writes down how the balance stood before and after.
    func post(
        _ draft: EntryDraft, at now: Timestamp, in slice: inout LedgerSlice, _ move: (inout Balance) -> Void
    ) -> Entry {
        var balance = slice.balance(draft.key)
        let before = Entry.Standing(balance)
        move(&balance)
        balance.sequence += 1
        balance.updatedAt = max(balance.updatedAt, now)
        let entry = Entry(
            key: draft.key, sequence: balance.sequence, kind: draft.kind, amount: draft.amount,
            before: before, after: Entry.Standing(balance), reference: draft.reference,
            charge: draft.charge, grant: draft.grant, actor: draft.actor, reason: draft.reason,
            at: balance.updatedAt)
        slice.post(entry, balance: balance)
        return entry
    }
}

/// What of an entry is known before it is posted.
struct EntryDraft {
    var kind: Entry.Kind
    var key: BalanceKey
    var amount: Credits
    var actor: ActorID
    var reference: Reference?
    var charge: ChargeID?
    var grant: GrantID?
    var reason: Reason?
}

/// Under which name, why and by whom an owner's command is given.
struct Cause {
    var reference: Reference
    var reason: Reason?
    var actor: ActorID
}
