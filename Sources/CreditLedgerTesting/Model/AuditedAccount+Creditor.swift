import CreditLedger

// Taking back.
extension AuditedAccount {
    func source(of id: GrantID) -> Int? {
        sources.firstIndex { $0.id == id }
    }

    /// How many of a grant's credits can still be asked back: neither expired nor asked back before.
    func left(of source: Int) -> Int {
        max(0, sources[source].count - sources[source].expired - sources[source].recalled)
    }

    /// Asks for `count` of a grant's credits; those that are not in the purse are owed.
    mutating func recall(_ count: Int, of source: Int) {
        sources[source].recalled += count
        let there = min(count, purse.count { $0 == source })
        for _ in 0..<there { takeBack(source) }
        debt += count - there
    }

    /// Takes `count` credits out of the purse, in burn order.
    mutating func takeOut(_ count: Int) {
        for source in take(count) { forget(source) }
    }

    mutating func close() {
        takeOut(purse.count)
        isClosed = true
    }

    /// What has come in since the last time pays what is owed, the oldest grant first; in a closed
    /// account all of it is taken.
    mutating func settle() {
        let credits = arrivals.sorted { sources[$0].id < sources[$1].id }
        arrivals.removeAll()
        for source in credits where isClosed || debt > 0 {
            takeBack(source)
            debt = max(0, debt - 1)
        }
    }

    private mutating func takeBack(_ source: Int) {
        guard let place = purse.firstIndex(of: source) else { return }
        purse.remove(at: place)
        forget(source)
    }

    private mutating func forget(_ source: Int) {
        sources[source].revoked += 1
        revoked += 1
    }

    /// A grant as it stands at `now`, once what is over has been thrown away.
    func view(of source: Source, in key: BalanceKey, at place: Int) -> AuditedOutcome.GrantView {
        AuditedOutcome.GrantView(
            id: source.id, key: key, remaining: .credits(Int64(purse.count { $0 == place })),
            expired: .credits(Int64(source.expired)), revoked: .credits(Int64(source.revoked)),
            recalled: .credits(Int64(source.recalled)), expiry: source.end)
    }
}
