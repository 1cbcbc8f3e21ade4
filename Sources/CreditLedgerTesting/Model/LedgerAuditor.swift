public import CreditLedger

/// A second, deliberately simple telling of what the ledger's commands mean, to hold a store against.
///
/// It knows no remainders and no running totals: each credit is a thing of its own that lies in a
/// purse, with a charge, or is expired. For amounts that can be counted out, therefore: a workload
/// with thousands of credits in a balance is slow.
public struct LedgerAuditor: Sendable {
    let grace: Duration
    private(set) var accounts: [BalanceKey: AuditedAccount] = [:]
    private(set) var keys: [ChargeID: BalanceKey] = [:]
    private(set) var grantKeys: [GrantID: BalanceKey] = [:]
    private var past: [Reference: Past] = [:]

    private struct Past: Sendable {
        let verb: LedgerCommand.Verb
        let deed: AuditedOutcome.Deed
    }

    /// An auditor who has seen nothing yet.
    public init(gracePeriod: Duration = LedgerRules().gracePeriod) {
        grace = gracePeriod
    }

    /// What must come of a command at `now`. Time may stand still between commands, not step back.
    public mutating func decide(_ command: LedgerCommand, at now: Timestamp) -> AuditedOutcome {
        if let reference = command.reference, let past = past[reference] {
            return repeated(command, past: past, reference: reference)
        }
        switch command.verb {
        case .grant(let granting): return grant(granting, command, at: now)
        case .hold(let holding): return open(holding, command, at: now, spending: false)
        case .deduct(let holding): return open(holding, command, at: now, spending: true)
        case .capture(let id, let amount, let result):
            return onCharge(id, at: now) { $0.capture(id, amount: amount, result: result, command, at: now, key: $1) }
        case .release(let id, _, let reason):
            return onCharge(id, at: now) { $0.release(id, reason: reason, command, at: now, key: $1) }
        case .expireHold(let id):
            return onCharge(id, at: now) { $0.expire(id, command, at: now, key: $1) }
        case .adopt(let adopting):
            return onCharge(adopting.charge, at: now) { $0.adopt(adopting, command, at: now, key: $1) }
        case .refund(let id, let amount, _):
            return onCharge(id, at: now) { $0.refund(id, amount: amount, command, at: now, key: $1) }
        case .revoke(let id, let amount, _, let reason):
            return revoke(id, amount: amount, reason: reason, command, at: now)
        case .withdraw(let key, let amount, _, let reason):
            return withdraw(amount, from: key, reason: reason, command, at: now)
        case .close(let key, _, let reason): return close(key, reason: reason, command, at: now)
        }
    }

    /// A balance as it must be read at `now`, but for its place in the journal.
    public func balance(_ key: BalanceKey, at now: Timestamp) -> Balance {
        var account = accounts[key] ?? AuditedAccount()
        account.throwAway(at: now)
        var balance = Balance(key: key)
        balance.available = account.standing.available
        balance.held = account.standing.held
        balance.spent = .credits(Int64(account.spent))
        balance.expired = .credits(Int64(account.expired))
        balance.revoked = .credits(Int64(account.revoked))
        balance.debt = .credits(Int64(account.debt))
        balance.isClosed = account.isClosed
        balance.holdsInFlight = Int64(account.open.count)
        return balance
    }

    /// The grants of a balance as they must be at `now`, the oldest first.
    public func grants(of key: BalanceKey, at now: Timestamp) -> [AuditedOutcome.GrantView] {
        var account = accounts[key] ?? AuditedAccount()
        account.throwAway(at: now)
        let views = account.sources.enumerated().map { account.view(of: $1, in: key, at: $0) }
        return views.sorted { $0.id < $1.id }
    }

    /// The balances into which something was put, or that were closed.
    public var balanceKeys: [BalanceKey] { accounts.keys.sorted() }

    /// All charges, the newest last.
    public var charges: [AuditedOutcome.ChargeView] {
        keys.sorted { $0.key < $1.key }.compactMap { accounts[$0.value]?.view(of: $0.key) }
    }
}

// Opening.
extension LedgerAuditor {
    private mutating func grant(
        _ granting: LedgerCommand.Granting, _ command: LedgerCommand, at now: Timestamp
    ) -> AuditedOutcome {
        let terms = granting.terms
        if terms.amount == 0 { return .refused(.invalidAmount) }
        if terms.priority < 0 || terms.priority > 100 { return .refused(.invalidPriority(terms.priority)) }
        if let end = terms.expiresAt, end <= now { return .refused(.alreadyExpired(end)) }
        if accounts[granting.key]?.isClosed == true { return .refused(.accountClosed) }
        accounts[granting.key, default: AuditedAccount()].throwAway(at: now)
        grantKeys[granting.id] = granting.key
        return write(
            .grant, terms.amount, command, at: now, key: granting.key, grant: granting.id, reason: granting.reason
        ) { $0.fill(granting) }
    }

    private mutating func open(
        _ holding: LedgerCommand.Holding, _ command: LedgerCommand, at now: Timestamp, spending: Bool
    ) -> AuditedOutcome {
        if holding.amount == 0 { return .refused(.invalidAmount) }
        if accounts[holding.key]?.isClosed == true { return .refused(.accountClosed) }
        var account = accounts[holding.key] ?? AuditedAccount()
        account.throwAway(at: now)
        if let limit = holding.limitInFlight, account.open.count >= limit {
            return .refused(.tooManyInFlight(limit: limit))
        }
        let available = account.standing.available
        if available < holding.amount {
            return .refused(.insufficientCredits(required: holding.amount, available: available))
        }
        let count = Int(holding.amount.count)
        accounts[holding.key] = account
        keys[holding.id] = holding.key
        let fate: AuditedAccount.Fate =
            spending ? .captured(at: count, result: .empty) : .open(until: now.advanced(by: holding.leaseDuration))
        return write(
            spending ? .deduct : .hold, holding.amount, command, at: now, key: holding.key, charge: holding.id
        ) { $0.begin(holding, taken: $0.take(count), fate: fate) }
    }
}

// Writing down, and telling again.
extension LedgerAuditor {
    mutating func throwAway(of key: BalanceKey, at now: Timestamp) {
        accounts[key]?.throwAway(at: now)
    }

    mutating func write(
        _ kind: Entry.Kind, _ amount: Credits, _ command: LedgerCommand, at now: Timestamp, key: BalanceKey,
        charge: ChargeID? = nil, grant: GrantID? = nil, reason: Reason? = nil, _ change: (inout AuditedAccount) -> Void
    ) -> AuditedOutcome {
        var account = accounts[key] ?? AuditedAccount()
        let before = account.standing
        change(&account)
        let deed = AuditedOutcome.Deed(
            kind: kind, amount: amount, before: before, after: account.standing, reference: command.reference,
            charge: charge, grant: grant, actor: command.actor, reason: reason, at: now)
        account.settle()
        let isEnding = [.capture, .release, .holdExpiry, .deduct].contains(kind)
        if let charge, isEnding { account.works[charge]?.ending = deed }
        if let reference = command.reference { past[reference] = Past(verb: command.verb, deed: deed) }
        accounts[key] = account
        return .done(deed, isRepeat: false, charge.flatMap { account.view(of: $0) })
    }

    func again(_ work: AuditedAccount.Work, _ id: ChargeID, key: BalanceKey) -> AuditedOutcome {
        guard let ending = work.ending else { return .refused(.unknownCharge(id)) }
        return .done(ending, isRepeat: true, accounts[key]?.view(of: id))
    }

    private func repeated(_ command: LedgerCommand, past: Past, reference: Reference) -> AuditedOutcome {
        guard Self.asksForTheSame(command.verb, as: past) else { return .refused(.referenceConflict(reference)) }
        let charge = past.deed.charge.flatMap { id in keys[id].flatMap { accounts[$0]?.view(of: id) } }
        return .done(past.deed, isRepeat: true, charge)
    }

    private static func asksForTheSame(_ verb: LedgerCommand.Verb, as past: Past) -> Bool {
        switch (verb, past.verb) {
        case (.grant(let new), .grant(let old)): new.key == old.key && new.terms == old.terms
        case (.hold(let new), .hold(let old)), (.deduct(let new), .deduct(let old)):
            new.key == old.key && new.amount == old.amount && new.order == old.order
        case (.release(let new, _, _), .release(let old, _, _)): new == old
        case (.adopt(let new), .adopt(let old)): new.charge == old.charge
        case (.refund(let new, let amount, _), .refund(let old, _, _)):
            new == old && (amount == nil || amount == past.deed.amount)
        case (.revoke(let new, let amount, _, _), .revoke(let old, _, _, _)):
            new == old && (amount == nil || amount == past.deed.amount)
        case (.withdraw(let new, let amount, _, let reason), .withdraw(let old, _, _, let oldReason)):
            new == old && amount == past.deed.amount && reason == oldReason
        case (.close(let new, _, _), .close(let old, _, _)): new == old
        default: false
        }
    }
}
