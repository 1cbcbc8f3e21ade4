import CreditLedger

// Parts of the journal, in either direction.
extension LedgerStoreContract {
    static let filters: [ContractCheck] = [
        ContractCheck("reads the journal from its beginning, page by page, skipping and repeating nothing") { bench in
            let written = try await bench.writeMixedJournal()
            for limit in [1, 2, 3, 5, 100] {
                let found = try await bench.journal(JournalFilter(), .oldestFirst, pagesOf: limit)
                try bench.expectEqual(found.map(\.entry), written, "entries by \(limit)")
                try bench.expectEqual(found.map(\.position), found.map(\.position).sorted(), "positions")
                let backwards = try await bench.journal(JournalFilter(), .newestFirst, pagesOf: limit)
                try bench.expectEqual(found, backwards.reversed(), "lines by \(limit)")
            }
        },
        ContractCheck("comes to what is written meanwhile when it reads the journal from its beginning") { bench in
            let written = try await bench.writeMixedJournal()
            let first = try await bench.store.journal(JournalFilter(), .oldestFirst, page: Page(limit: 3))
            let added = [
                try await bench.run(bench.granting(1)).entry,
                try await bench.run(bench.granting(1, key: ContractBench.otherKey)).entry,
            ]
            let second = try await bench.store.journal(
                JournalFilter(), .oldestFirst, page: Page(after: first.last?.position, limit: 100))
            try bench.expectEqual((first + second).map(\.entry), written + added, "entries")
        },
        ContractCheck("reads nothing ahead of the journal's beginning and behind its end") { bench in
            _ = try await bench.writeMixedJournal()
            let places: [(JournalOrder, Int64?)] = [
                (.oldestFirst, try await bench.lastPosition()), (.oldestFirst, .max), (.newestFirst, 0),
                (.newestFirst, .min), (.newestFirst, -1),
            ]
            for (order, place) in places {
                let found = try await bench.store.journal(JournalFilter(), order, page: Page(after: place, limit: 9))
                try bench.expectEqual(found, [], "\(order) after \(place ?? 0)")
            }
            for order in JournalOrder.allCases {
                let none = try await bench.store.journal(JournalFilter(), order, page: Page(limit: 0))
                try bench.expectEqual(none, [], "an empty page")
            }
        },
        ContractCheck("reads the entries of one kind, of several, and of none") { bench in
            let written = try await bench.writeTimedJournal()
            for kind in Entry.Kind.allCases {
                try await bench.expectJournal(JournalFilter(kinds: [kind]), of: written)
            }
            try await bench.expectJournal(JournalFilter(kinds: [.hold, .capture, .close]), of: written)
            try await bench.expectJournal(JournalFilter(kinds: Set(Entry.Kind.allCases)), of: written)
            try await bench.expectJournal(JournalFilter(kinds: []), of: written)
        },
        ContractCheck("reads the entries since a moment and until ahead of another") { bench in
            let written = try await bench.writeTimedJournal()
            let times = Set(written.map(\.at)).sorted() + [.distantPast, .distantFuture]
            for time in times {
                for edge in [time, time.advanced(by: .microseconds(1)), time.advanced(by: .microseconds(-1))] {
                    try await bench.expectJournal(JournalFilter(since: edge), of: written)
                    try await bench.expectJournal(JournalFilter(until: edge), of: written)
                }
                try await bench.expectJournal(JournalFilter(since: times[1], until: time), of: written)
            }
        },
        ContractCheck("reads the entries about one charge or one grant") { bench in
            let written = try await bench.writeTimedJournal()
            for charge in Set(written.compactMap(\.charge)).union([ChargeID(4_711)]) {
                try await bench.expectJournal(JournalFilter(charge: charge), of: written)
            }
            for grant in Set(written.compactMap(\.grant)).union([GrantID(4_711)]) {
                try await bench.expectJournal(JournalFilter(grant: grant), of: written)
            }
        },
        ContractCheck("reads the entry of one reference, and of no other in another case") { bench in
            let written = try await bench.writeTimedJournal()
            for reference in written.compactMap(\.reference) + ["WORK", "wor", "nothing"] {
                try await bench.expectJournal(JournalFilter(reference: reference), of: written)
            }
        },
        ContractCheck("reads what passes all conditions of a filter") { bench in
            let written = try await bench.writeTimedJournal()
            let filters = written.map { entry in
                JournalFilter(
                    account: entry.key.account, pool: entry.key.pool, kinds: [entry.kind], since: entry.at,
                    until: entry.at.advanced(by: .microseconds(1)), charge: entry.charge, grant: entry.grant,
                    reference: entry.reference)
            }
            for var filter in filters {
                try await bench.expectJournal(filter, of: written)
                filter.account = ContractBench.otherKey.account
                try await bench.expectJournal(filter, of: written)
            }
            try await bench.expectJournal(
                JournalFilter(account: bench.mainAccount, pool: .app, kinds: [.grant, .refund]), of: written)
        },
    ]
}

extension ContractBench {
    /// Entries of every kind, on two accounts, at times some of which are the same.
    func writeTimedJournal() async throws -> [Entry] {
        let api = BalanceKey(account: mainAccount, pool: .api)
        try await run([granting(20, expiresAt: moment(in: .seconds(50)), reference: "gift"), granting(9, key: api)])
        clock.advance(by: .seconds(1))
        let (work, overdue, lost) = (
            holding(5, reference: "work"), holding(1, lease: .seconds(1)), holding(2, key: api)
        )
        try await run([.hold(work), .hold(overdue), .hold(lost), .deduct(holding(1, key: api))])
        clock.advance(by: .seconds(1))
        try await run([capturing(work.id, 3), releasing(lost.id), .expireHold(overdue.id)])
        try await run([refunding(work.id, 1), refunding(work.id, 1)])
        clock.advance(by: .seconds(60))
        try await run([granting(3, key: Self.otherKey), try withdrawing(1, from: Self.otherKey)])
        try await owe(4)
        try await run([granting(6), closing(api)])
        return try await journal(JournalFilter(), .oldestFirst, pagesOf: 100).map(\.entry)
    }

    /// Expects of each direction and size of page what the filter lets pass of all that was written.
    func expectJournal(_ filter: JournalFilter, of written: [Entry]) async throws {
        let expected = written.filter { Self.passes($0, filter) }
        for limit in [2, 100] {
            let forwards = try await journal(filter, .oldestFirst, pagesOf: limit)
            try expectEqual(forwards.map(\.entry), expected, "entries of \(filter), the oldest first")
            let backwards = try await journal(filter, .newestFirst, pagesOf: limit)
            try expectEqual(backwards, forwards.reversed(), "entries of \(filter), the newest first")
        }
    }

    /// What a filter means, told once more.
    private static func passes(_ entry: Entry, _ filter: JournalFilter) -> Bool {
        if let account = filter.account, entry.key.account != account { return false }
        if let pool = filter.pool, entry.key.pool != pool { return false }
        if let kinds = filter.kinds, !kinds.contains(entry.kind) { return false }
        if let since = filter.since, entry.at < since { return false }
        if let until = filter.until, entry.at >= until { return false }
        if let charge = filter.charge, entry.charge != charge { return false }
        if let grant = filter.grant, entry.grant != grant { return false }
        if let reference = filter.reference, entry.reference != reference { return false }
        return true
    }
}
