import CreditLedger

// What the owner of a ledger does.
extension LedgerAuditor {
    mutating func revoke(
        _ id: GrantID, amount: Credits?, reason: Reason?, _ command: LedgerCommand, at now: Timestamp
    ) -> AuditedOutcome {
        guard let key = grantKeys[id] else { return .refused(.unknownGrant(id)) }
        if amount == 0 { return .refused(.invalidAmount) }
        throwAway(of: key, at: now)
        guard let account = accounts[key], let source = account.source(of: id) else {
            return .refused(.unknownGrant(id))
        }
        let left = account.left(of: source)
        let count = amount.map { Int($0.count) } ?? left
        if count == 0 || count > left { return .refused(.exceedsGrant(left: .credits(Int64(left)))) }
        return write(.revoke, .credits(Int64(count)), command, at: now, key: key, grant: id, reason: reason) {
            $0.recall(count, of: source)
        }
    }

    mutating func withdraw(
        _ amount: Credits, from key: BalanceKey, reason: Reason, _ command: LedgerCommand, at now: Timestamp
    ) -> AuditedOutcome {
        if amount == 0 { return .refused(.invalidAmount) }
        throwAway(of: key, at: now)
        let available = accounts[key]?.standing.available ?? 0
        if available < amount { return .refused(.insufficientCredits(required: amount, available: available)) }
        return write(.withdrawal, amount, command, at: now, key: key, reason: reason) {
            $0.takeOut(Int(amount.count))
        }
    }

    mutating func close(
        _ key: BalanceKey, reason: Reason?, _ command: LedgerCommand, at now: Timestamp
    ) -> AuditedOutcome {
        if accounts[key]?.isClosed == true { return .refused(.accountClosed) }
        throwAway(of: key, at: now)
        let available = accounts[key]?.standing.available ?? 0
        return write(.close, available, command, at: now, key: key, reason: reason) { $0.close() }
    }
}
