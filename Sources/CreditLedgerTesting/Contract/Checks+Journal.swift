import CreditLedger

// The journal over all balances.
extension LedgerStoreContract {
    static let journal: [ContractCheck] = [
        ContractCheck("reads the journal page by page, the newest first, skipping and repeating nothing") { bench in
            let written = try await bench.writeMixedJournal()
            for limit in [1, 2, 3, 5, 100] {
                let found = try await bench.journal(JournalFilter(), pagesOf: limit)
                try bench.expectEqual(found.map(\.entry), written.reversed(), "entries by \(limit)")
                let positions = found.map(\.position)
                try bench.expectEqual(positions, Set(positions).sorted(by: >), "positions")
            }
        },
        ContractCheck("reads the journal of one account, one pool, or both") { bench in
            let written = try await bench.writeMixedJournal()
            let account = bench.mainAccount
            let filters = [
                JournalFilter(account: account), JournalFilter(pool: .api), JournalFilter(account: account, pool: .api),
                JournalFilter(account: AccountID(number: 3)), JournalFilter(pool: Pool("none")),
            ]
            for filter in filters {
                let expected = written.reversed().filter { entry in
                    (filter.account ?? entry.key.account) == entry.key.account
                        && (filter.pool ?? entry.key.pool) == entry.key.pool
                }
                for limit in [1, 2, 100] {
                    let found = try await bench.journal(filter, pagesOf: limit)
                    try bench.expectEqual(found.map(\.entry), expected, "entries of \(filter)")
                }
            }
        },
        ContractCheck("keeps a page's place while new entries arrive") { bench in
            let written = try await bench.writeMixedJournal()
            let first = try await bench.store.journal(JournalFilter(), page: Page(limit: 3))
            try await bench.run([bench.granting(1), bench.granting(1, key: ContractBench.otherKey)])
            let second = try await bench.store.journal(
                JournalFilter(), page: Page(after: first.last?.position, limit: 100))
            try bench.expectEqual((first + second).map(\.entry), written.reversed(), "entries")
        },
        ContractCheck("numbers each balance's entries without gaps, ending at what the balance says") { bench in
            _ = try await bench.writeMixedJournal()
            for key in try await bench.store.balanceKeys(after: nil, limit: 10) {
                let record = try await bench.record(key)
                try bench.expectEqual(record.entries.map(\.sequence), Array(1...record.balance.sequence), "sequence")
                let last = Entry.Standing(available: record.balance.available, held: record.balance.held)
                try bench.expectEqual(record.entries.last?.after, last, "the last entry's end")
            }
        },
        ContractCheck("is verified as a whole") { bench in
            let written = try await bench.writeMixedJournal()
            let report = try await Ledger(store: bench.store).verify()
            try bench.expectEqual(report.faults, [], "faults")
            try bench.expectEqual(report.entries, Int64(written.count), "entries")
            try bench.expectEqual(report.balances, 4, "balances")
            try bench.expectEqual(report.totals.available, 32, "available")
            try bench.expectEqual(report.totals.held, 1, "held")
            try bench.expectEqual(report.totals.spent, 7, "spent")
        },
    ]
}

extension ContractBench {
    func journal(
        _ filter: JournalFilter, _ order: JournalOrder = .newestFirst, pagesOf limit: Int
    ) async throws -> [JournalLine] {
        try await walk(by: limit) { last in
            try await store.journal(filter, order, page: Page(after: last?.position, limit: limit))
        }
    }

    /// Entries of every kind but expiry on four balances, some in commits of their own and some in one.
    func writeMixedJournal() async throws -> [Entry] {
        let keys = [Self.key.account, Self.otherKey.account].flatMap { account in
            [Pool.app, .api].map { BalanceKey(account: account, pool: $0) }
        }
        var entries: [Entry] = []
        for key in keys { entries.append(try await run(granting(10, key: key)).entry) }
        let holdings = keys.map { holding(3, key: $0) }
        let results = try await decide(
            holdings.map { .hold($0) } + [
                capturing(holdings[0].id), releasing(holdings[1].id), capturing(holdings[2].id, 2),
                .deduct(holding(4, key: keys[0])), refunding(holdings[2].id, 2), .hold(holding(1, key: keys[1])),
                .expireHold(holdings[3].id), releasing(holdings[3].id),
            ])
        entries += results.compactMap { try? $0.get().entry }
        return entries
    }
}
