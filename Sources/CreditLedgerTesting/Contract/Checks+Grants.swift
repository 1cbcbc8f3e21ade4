import CreditLedger

// Putting credits in.
extension LedgerStoreContract {
    static let grants: [ContractCheck] = [
        ContractCheck("makes granted credits available and writes it down") { bench in
            let expiry = bench.moment(in: .seconds(60))
            let posting = try await bench.run(
                bench.granting(100, priority: 7, expiresAt: expiry, source: "bonus", reference: "gift"))
            let entry = posting.entry
            try bench.expectEqual(entry.kind, .grant, "kind")
            try bench.expectEqual(entry.sequence, 1, "sequence")
            try bench.expectEqual(entry.amount, 100, "amount")
            try bench.expectEqual(entry.before, Entry.Standing(available: 0, held: 0), "before")
            try bench.expectEqual(entry.after, Entry.Standing(available: 100, held: 0), "after")
            try bench.expectEqual(entry.reference, "gift", "reference")
            try bench.expectEqual(entry.actor, "bench", "actor")
            try bench.expectEqual(entry.at, bench.clock.now(), "time")
            try bench.expectEqual(entry.grant, posting.grant?.id, "grant")
            try bench.expectEqual(
                posting.grant?.terms,
                GrantTerms(amount: 100, source: "bonus", priority: 7, expiresAt: expiry), "terms")
            let record = try await bench.record()
            try bench.expectEqual(record.grants, posting.grant.map { [$0] } ?? [], "the stored grant")
            try await bench.expectBalance(100)
        },
        ContractCheck("adds one grant to another") { bench in
            try await bench.run([bench.granting(1), bench.granting(2), bench.granting(3)])
            try await bench.expectBalance(6)
        },
        ContractCheck("keeps accounts and pools apart") { bench in
            let api = BalanceKey(account: bench.mainAccount, pool: .api)
            try await bench.run([
                bench.granting(1), bench.granting(2, key: api), bench.granting(4, key: ContractBench.otherKey),
            ])
            try await bench.expectBalance(1)
            try await bench.expectBalance(2, of: api)
            try await bench.expectBalance(4, of: ContractBench.otherKey)
            try await bench.expectRefusal(
                .insufficientCredits(required: 2, available: 1), of: .hold(bench.holding(2)))
        },
        ContractCheck("refuses to grant nothing") { bench in
            try await bench.expectRefusal(.invalidAmount, of: bench.granting(0))
            try await bench.expectRefusal(.invalidAmount, of: bench.granting(0, priority: 101))
        },
        ContractCheck("refuses a priority outside 0 to 100") { bench in
            let past = bench.clock.now()
            try await bench.expectRefusal(.invalidPriority(101), of: bench.granting(1, priority: 101))
            try await bench.expectRefusal(.invalidPriority(-1), of: bench.granting(1, priority: -1, expiresAt: past))
            try await bench.run([bench.granting(1, priority: 0), bench.granting(1, priority: 100)])
        },
        ContractCheck("refuses a grant that is over already") { bench in
            try await bench.run(bench.granting(.credits(.max)))
            let now = bench.clock.now()
            try await bench.expectRefusal(.alreadyExpired(now), of: bench.granting(1, expiresAt: now))
            let before = bench.moment(in: .microseconds(-1))
            try await bench.expectRefusal(.alreadyExpired(before), of: bench.granting(1, expiresAt: before))
        },
        ContractCheck("grants up to the greatest number there is, and refuses what is above") { bench in
            try await bench.run(bench.granting(.credits(.max - 1)))
            try await bench.expectRefusal(.overflow, of: bench.granting(2))
            try await bench.run(bench.granting(1))
            try await bench.expectRefusal(.overflow, of: bench.granting(1))
            try await bench.expectBalance(.credits(.max))
        },
        ContractCheck("counts spent and expired credits towards the greatest number") { bench in
            try await bench.run(bench.granting(.credits(.max - 1), expiresAt: bench.moment(in: .seconds(5))))
            let charge = try await bench.hold(10)
            try await bench.run(bench.capturing(charge))
            bench.clock.advance(by: .seconds(5))
            try await bench.expectRefusal(.overflow, of: bench.granting(2))
            try await bench.run(bench.granting(1))
            try await bench.expectBalance(1, spent: 10, expired: .credits(.max - 11))
        },
        ContractCheck("leaves a refused reference free") { bench in
            try await bench.expectRefusal(.invalidAmount, of: bench.granting(0, reference: "gift"))
            let posting = try await bench.run(bench.granting(5, reference: "gift"))
            try bench.expect(!posting.isRepeat, "a refusal used the reference up")
        },
    ]
}

extension ContractBench {
    var mainAccount: AccountID { Self.key.account }
}
