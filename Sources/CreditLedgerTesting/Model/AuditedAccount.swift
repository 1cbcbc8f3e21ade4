import CreditLedger

/// A balance as a heap of single credits, each with the number of the grant it came with.
struct AuditedAccount: Sendable {
    /// A grant: how it is spent, and how many of its credits are out of the game. The others know
    /// themselves where they came from.
    struct Source: Sendable {
        let id: GrantID
        let count: Int
        let priority: Int
        var end: Timestamp
        var expired = 0
        var revoked = 0
        /// Taken back or not, it was asked for.
        var recalled = 0
    }

    /// The credits of a charge that are still with it, in the order in which they were taken.
    struct Work: Sendable {
        let order: LedgerCommand.Holding
        let taken: [Int]
        var kept: [Int]
        var fate: Fate
        /// The line that ended it.
        var ending: AuditedOutcome.Deed?
    }

    enum Fate: Sendable {
        case open(until: Timestamp)
        case captured(at: Int, result: Payload)
        case released(reason: Payload)
        case expired
    }

    var sources: [Source] = []
    var purse: [Int] = []
    private(set) var expired = 0
    var revoked = 0
    private(set) var issued = 0
    var debt = 0
    var isClosed = false
    /// What has come into the purse and was not yet looked at by a creditor.
    var arrivals: [Int] = []
    var works: [ChargeID: Work] = [:]
    private(set) var open: Set<ChargeID> = []

    /// Whatever is neither in the purse nor expired nor revoked is with a charge, open or captured.
    var held: Int { open.reduce(0) { $0 + (works[$1]?.kept.count ?? 0) } }
    var spent: Int { issued - purse.count - expired - revoked - held }

    var standing: Entry.Standing {
        Entry.Standing(available: .credits(Int64(purse.count)), held: .credits(Int64(held)))
    }

    /// Takes out of the purse what is over at `now`.
    mutating func throwAway(at now: Timestamp) {
        let over = purse.filter { sources[$0].end <= now }
        if over.isEmpty { return }
        for source in over { sources[source].expired += 1 }
        expired += over.count
        purse.removeAll { sources[$0].end <= now }
    }

    mutating func fill(_ granting: LedgerCommand.Granting) {
        let count = Int(granting.terms.amount.count)
        comeIn(Array(repeating: sources.count, count: count))
        issued += count
        sources.append(
            Source(
                id: granting.id, count: count, priority: granting.terms.priority,
                end: granting.terms.expiresAt ?? .distantFuture))
    }

    private mutating func comeIn(_ credits: [Int]) {
        purse += credits
        arrivals += credits
    }

    /// Takes `count` credits out of the purse, those first that are to be spent first.
    mutating func take(_ count: Int) -> [Int] {
        purse.sort { left, right in
            let (first, second) = (sources[left], sources[right])
            if first.priority != second.priority { return first.priority < second.priority }
            if first.end != second.end { return first.end < second.end }
            return left < right
        }
        defer { purse.removeFirst(count) }
        return Array(purse.prefix(count))
    }

    /// Puts credits back into the purse, those of an ended grant with another month to go.
    mutating func putBack(_ credits: [Int], at now: Timestamp, grace: Duration) {
        for source in Set(credits) where sources[source].end <= now {
            sources[source].end = now.advanced(by: grace)
        }
        comeIn(credits)
    }

    mutating func begin(_ order: LedgerCommand.Holding, taken: [Int], fate: Fate) {
        works[order.id] = Work(order: order, taken: taken, kept: taken, fate: fate)
        if case .open = fate { open.insert(order.id) }
    }

    /// Ends an open work: it keeps the first `count` of its credits, the others go back.
    mutating func end(_ id: ChargeID, keeping count: Int, as fate: Fate, at now: Timestamp, grace: Duration) {
        works[id]?.fate = fate
        open.remove(id)
        shrink(id, to: count, at: now, grace: grace)
    }

    mutating func shrink(_ id: ChargeID, to count: Int, at now: Timestamp, grace: Duration) {
        guard let kept = works[id]?.kept else { return }
        works[id]?.kept = Array(kept.prefix(count))
        putBack(Array(kept.dropFirst(count)), at: now, grace: grace)
    }

    func view(of id: ChargeID) -> AuditedOutcome.ChargeView? {
        guard let work = works[id] else { return nil }
        let stage: AuditedOutcome.ChargeView.Stage =
            switch work.fate {
            case .open(let until): .held(until: until)
            case .captured(let amount, let result):
                .captured(
                    .credits(Int64(amount)), refunded: .credits(Int64(amount - work.kept.count)), result: result)
            case .released(let reason): .released(reason: reason)
            case .expired: .expired
            }
        return AuditedOutcome.ChargeView(
            id: id, key: work.order.key, reference: work.order.reference, amount: work.order.amount,
            funding: funding(work.taken), order: work.order.order, stage: stage)
    }

    private func funding(_ credits: [Int]) -> [Charge.Funding] {
        var runs: [(source: Int, count: Int64)] = []
        for credit in credits {
            if runs.last?.source == credit { runs[runs.count - 1].count += 1 } else { runs.append((credit, 1)) }
        }
        return runs.map { Charge.Funding(grant: sources[$0.source].id, amount: .credits($0.count)) }
    }
}
