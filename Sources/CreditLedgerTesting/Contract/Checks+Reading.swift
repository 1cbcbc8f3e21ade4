import CreditLedger

// What is read of balances and charges.
extension LedgerStoreContract {
    static let reading: [ContractCheck] = [
        ContractCheck("is empty at first") { bench in
            try await bench.expectNothing()
            bench.clock.advance(by: .seconds(1))
            try await bench.expectNothing()
        },
        ContractCheck("reads an account's balances by the name of their pool") { bench in
            let pools = ["web", "api", "app", "a-1", "a_1", "0"].compactMap { Pool($0) }
            for (index, pool) in pools.enumerated() {
                let key = BalanceKey(account: bench.mainAccount, pool: pool)
                try await bench.run(bench.granting(.credits(Int64(index) + 1), key: key))
            }
            try await bench.run(bench.granting(9, key: ContractBench.otherKey))
            let balances = try await bench.store.balances(of: bench.mainAccount)
            try bench.expectEqual(balances.map(\.key.pool), pools.sorted(), "pools")
            try bench.expectEqual(balances.map(\.available).reduce(0) { $0 + $1.count }, 21, "credits")
        },
        ContractCheck("finds a charge by its identifier and by its reference, and by no other's") { bench in
            try await bench.run(bench.granting(10, reference: "gift"))
            let holding = bench.holding(1, reference: "work")
            let deduction = bench.holding(1, reference: "fee")
            try await bench.run([
                .hold(holding), .deduct(deduction), bench.releasing(holding.id, reference: "sorry"),
                bench.refunding(deduction.id, reference: "back"),
            ])
            for (id, reference) in [(holding.id, holding.reference), (deduction.id, deduction.reference)] {
                let charge = try await bench.charge(id)
                try bench.expectEqual(try await bench.store.charge(reference: reference), charge, "the charge")
            }
            for reference in ["gift", "sorry", "back", "nothing", "WORK"] as [Reference] {
                let found = try await bench.store.charge(reference: reference)
                try bench.expect(found == nil, "\(reference) names no charge")
            }
            try bench.expect(try await bench.store.charge(ChargeID(4_711)) == nil, "there is no such charge")
        },
        ContractCheck("reads an entry by its place in its balance's journal") { bench in
            let id = try await bench.holdOnly(3)
            let capture = try await bench.run(bench.capturing(id)).entry
            let (key, store) = (ContractBench.key, bench.store)
            try bench.expectEqual(try await store.entry(key, sequence: 3), capture, "the last entry")
            try bench.expectEqual(try await store.entry(key, sequence: 1)?.kind, .grant, "the first entry")
            for sequence: Int64 in [.min, -1, 0, 4, .max] {
                try bench.expect(try await store.entry(key, sequence: sequence) == nil, "entry \(sequence)")
            }
            try bench.expect(try await store.entry(ContractBench.otherKey, sequence: 1) == nil, "another's entry")
        },
        ContractCheck("keeps a record of each balance that is complete and its own") { bench in
            try await bench.run([bench.granting(10), bench.granting(10, key: ContractBench.otherKey)])
            let id = try await bench.hold(3)
            try await bench.run(.hold(bench.holding(4, key: ContractBench.otherKey)))
            let record = try await bench.record()
            try bench.expectEqual(record.balance.key, ContractBench.key, "key")
            try bench.expectEqual(record.balance.sequence, 2, "sequence")
            try bench.expectEqual(record.balance.issued, 10, "issued")
            try bench.expectEqual(record.balance.updatedAt, bench.clock.now(), "time")
            try bench.expectEqual(record.entries.map(\.kind), [.grant, .hold], "entries")
            try bench.expectEqual(record.charges.map(\.id), [id], "charges")
            try bench.expectEqual(record.grants.map(\.remaining), [7], "grants")
        },
        ContractCheck("lists overdue holds, the longest overdue first") { bench in
            try await bench.run(bench.granting(100))
            var ids: [ChargeID] = []
            for seconds in [30, 10, 20, 40] { ids.append(try await bench.hold(1, lease: .seconds(seconds))) }
            let (captured, released) = (try await bench.hold(1, lease: .zero), try await bench.hold(1, lease: .zero))
            try await bench.run([bench.capturing(captured), bench.releasing(released)])
            let start = bench.clock.now()
            let store = bench.store
            bench.clock.set(to: start.advanced(by: .seconds(10)).advanced(by: .microseconds(-1)))
            try bench.expectEqual(try await store.overdueHolds(limit: 10), [], "before any is due")
            bench.clock.set(to: start.advanced(by: .seconds(10)))
            try bench.expectEqual(try await store.overdueHolds(limit: 10), [ids[1]], "when the first is due")
            bench.clock.set(to: start.advanced(by: .seconds(35)))
            try bench.expectEqual(try await store.overdueHolds(limit: 10), [ids[1], ids[2], ids[0]], "later")
            try bench.expectEqual(try await store.overdueHolds(limit: 2), [ids[1], ids[2]], "the first two")
            try bench.expectEqual(try await store.overdueHolds(limit: 0), [], "none of them")
            try await bench.run(.expireHold(ids[1]))
            try bench.expectEqual(try await store.overdueHolds(limit: 10), [ids[2], ids[0]], "without the expired")
        },
    ]

    static let pages: [ContractCheck] = [
        ContractCheck("reads an account's charges page by page, the newest first") { bench in
            let api = BalanceKey(account: bench.mainAccount, pool: .api)
            try await bench.run([
                bench.granting(100), bench.granting(100, key: api), bench.granting(100, key: ContractBench.otherKey),
            ])
            var own: [ChargeID] = []
            let (app, other) = (ContractBench.key, ContractBench.otherKey)
            for key in [app, api, other, api, app, app, api] {
                let holding = bench.holding(1, key: key)
                try await bench.run(.hold(holding))
                if key.account == bench.mainAccount { own.insert(holding.id, at: 0) }
            }
            for limit in 1...7 {
                let found = try await bench.walk(by: limit) { last in
                    try await bench.store.charges(of: bench.mainAccount, page: Page(after: last?.id, limit: limit))
                }
                try bench.expectEqual(found.map(\.id), own, "charges by \(limit)")
            }
            let none = try await bench.store.charges(of: bench.mainAccount, page: Page(limit: 0))
            try bench.expectEqual(none, [], "an empty page")
        },
        ContractCheck("walks through all balances in their order, each once") { bench in
            let numbers: [UInt64] = [256, 1, .max, 255, 1 << 63, 2, 0, 0x7FFF_FFFF_FFFF_FFFF, 65_536]
            let accounts = numbers.map { AccountID(number: $0) } + bench.oddAccounts
            let keys = accounts.flatMap { account in
                ["app", "api", "zz"].compactMap { Pool($0) }.map { BalanceKey(account: account, pool: $0) }
            }
            _ = try await bench.decide(keys.map { bench.granting(1, key: $0) })
            for limit in [1, 2, 7, 100] {
                let found = try await bench.walk(by: limit) { last in
                    try await bench.store.balanceKeys(after: last, limit: limit)
                }
                try bench.expectEqual(found, keys.sorted(), "balances by \(limit)")
            }
        },
    ]
}

extension ContractBench {
    /// Accounts whose order shows whether bytes are compared without sign, from the first to the last.
    var oddAccounts: [AccountID] {
        [
            "ffffffff-ffff-ffff-ffff-ffffffffffff", "7fffffff-0000-4000-8000-000000000000",
            "80000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000",
        ].compactMap { AccountID($0) }
    }

    func expectNothing() async throws {
        let account = mainAccount
        try expectEqual(try await store.balances(of: account), [], "balances")
        try expectEqual(try await store.charges(of: account, page: Page(limit: 10)), [], "charges")
        try expectEqual(try await store.journal(JournalFilter(), page: Page(limit: 10)), [], "journal")
        try expectEqual(try await store.overdueHolds(limit: 10), [], "overdue holds")
        try expectEqual(try await store.balanceKeys(after: nil, limit: 10), [], "balance keys")
        try expect(try await store.record(of: Self.key) == nil, "a record of nothing")
    }
}
