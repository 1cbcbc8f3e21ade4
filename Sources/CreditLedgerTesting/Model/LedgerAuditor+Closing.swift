import CreditLedger

// Closing and giving back.
extension LedgerAuditor {
    mutating func onCharge(
        _ id: ChargeID, at now: Timestamp,
        _ body: (inout LedgerAuditor, BalanceKey) -> AuditedOutcome
    ) -> AuditedOutcome {
        guard let key = keys[id] else { return .refused(.unknownCharge(id)) }
        throwAway(of: key, at: now)
        return body(&self, key)
    }

    mutating func capture(
        _ id: ChargeID, amount: Credits?, result: Payload, _ command: LedgerCommand, at now: Timestamp, key: BalanceKey
    ) -> AuditedOutcome {
        guard let work = accounts[key]?.works[id] else { return .refused(.unknownCharge(id)) }
        let amount = amount ?? work.order.amount
        if amount == 0 { return .refused(.invalidAmount) }
        switch work.fate {
        case .released: return .refused(.alreadyReleased)
        case .expired: return .refused(.holdExpired)
        case .captured(let taken, _):
            if amount.count == taken { return again(work, id, key: key) }
            return .refused(.alreadyCaptured(.credits(Int64(taken))))
        case .open: break
        }
        if amount > work.order.amount { return .refused(.exceedsHold(held: work.order.amount)) }
        let (count, grace) = (Int(amount.count), grace)
        return write(.capture, amount, command, at: now, key: key, charge: id) {
            $0.end(id, keeping: count, as: .captured(at: count, result: result), at: now, grace: grace)
        }
    }

    mutating func release(
        _ id: ChargeID, reason: Payload, _ command: LedgerCommand, at now: Timestamp, key: BalanceKey
    ) -> AuditedOutcome {
        guard let work = accounts[key]?.works[id] else { return .refused(.unknownCharge(id)) }
        switch work.fate {
        case .released: return again(work, id, key: key)
        case .expired: return .refused(.holdExpired)
        case .captured(let taken, _): return .refused(.alreadyCaptured(.credits(Int64(taken))))
        case .open: break
        }
        let grace = grace
        return write(.release, work.order.amount, command, at: now, key: key, charge: id) {
            $0.end(id, keeping: 0, as: .released(reason: reason), at: now, grace: grace)
        }
    }

    mutating func expire(
        _ id: ChargeID, _ command: LedgerCommand, at now: Timestamp, key: BalanceKey
    ) -> AuditedOutcome {
        guard let work = accounts[key]?.works[id] else { return .refused(.unknownCharge(id)) }
        switch work.fate {
        case .released: return .refused(.alreadyReleased)
        case .expired: return again(work, id, key: key)
        case .captured(let taken, _): return .refused(.alreadyCaptured(.credits(Int64(taken))))
        case .open(let until) where until > now: return .refused(.holdNotDue(until: until))
        case .open: break
        }
        let grace = grace
        return write(.holdExpiry, work.order.amount, command, at: now, key: key, charge: id) {
            $0.end(id, keeping: 0, as: .expired, at: now, grace: grace)
        }
    }

    mutating func adopt(
        _ adopting: LedgerCommand.Adopting, _ command: LedgerCommand, at now: Timestamp, key: BalanceKey
    ) -> AuditedOutcome {
        guard let work = accounts[key]?.works[adopting.charge] else { return .refused(.unknownCharge(adopting.charge)) }
        switch work.fate {
        case .released: return .refused(.alreadyReleased)
        case .expired: return .refused(.holdExpired)
        case .captured(let taken, _): return .refused(.alreadyCaptured(.credits(Int64(taken))))
        case .open(let until) where until > now: return .refused(.holdNotDue(until: until))
        case .open: break
        }
        return write(.adoption, work.order.amount, command, at: now, key: key, charge: adopting.charge) {
            $0.works[adopting.charge]?.fate = .open(until: now.advanced(by: adopting.leaseDuration))
        }
    }

    mutating func refund(
        _ id: ChargeID, amount: Credits?, _ command: LedgerCommand, at now: Timestamp, key: BalanceKey
    ) -> AuditedOutcome {
        guard let work = accounts[key]?.works[id] else { return .refused(.unknownCharge(id)) }
        if amount == 0 { return .refused(.invalidAmount) }
        guard case .captured(let taken, _) = work.fate else { return .refused(.notCaptured) }
        let count = amount.map { Int($0.count) } ?? work.kept.count
        if count == 0 || count > work.kept.count {
            let refunded = Credits.credits(Int64(taken - work.kept.count))
            return .refused(.exceedsCaptured(captured: .credits(Int64(taken)), refunded: refunded))
        }
        let (left, grace) = (work.kept.count - count, grace)
        return write(.refund, .credits(Int64(count)), command, at: now, key: key, charge: id) {
            $0.shrink(id, to: left, at: now, grace: grace)
        }
    }
}
