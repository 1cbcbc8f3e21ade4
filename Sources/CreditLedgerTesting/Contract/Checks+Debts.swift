import CreditLedger

// What is owed is taken out of what comes in.
extension LedgerStoreContract {
    static let debts: [ContractCheck] = [
        ContractCheck("collects a debt from a new grant and writes it down") { bench in
            try await bench.owe(7)
            let posting = try await bench.run(bench.granting(10))
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 10, held: 0), "after")
            try bench.expectEqual(posting.grant?.remaining, 3, "remaining")
            try await bench.expectKinds([.grant, .deduct, .revoke, .grant, .collection])
            let entries = try await bench.record().entries
            try bench.expectEqual(entries[4].amount, 7, "amount")
            try bench.expectEqual(entries[4].actor, .system, "actor")
            try bench.expectEqual(entries[4].grant, posting.grant?.id, "grant")
            try bench.expectEqual(entries[4].after, Entry.Standing(available: 3, held: 0), "after")
            try await bench.expectGrant(posting.grant?.id, remaining: 3, revoked: 7, recalled: 0)
            try await bench.expectBalance(3, spent: 7, revoked: 7)
        },
        ContractCheck("collects a debt from one grant after another until it is paid") { bench in
            try await bench.owe(7)
            try await bench.run(bench.granting(3))
            try await bench.expectBalance(0, spent: 7, revoked: 3, debt: 4)
            try await bench.run([bench.granting(4), bench.granting(5)])
            try await bench.expectBalance(5, spent: 7, revoked: 7)
            try await bench.expectKinds([.grant, .deduct, .revoke, .grant, .collection, .grant, .collection, .grant])
        },
        ContractCheck("collects a debt from whatever a release, a part capture, an expiry or a refund returns") {
            bench in
            try await bench.run(bench.granting(20))
            let (released, part, overdue) = (try await bench.hold(2), try await bench.hold(5), try await bench.hold(4))
            let deduction = bench.holding(9)
            try await bench.run(.deduct(deduction))
            try await bench.owe(100)
            try await bench.run(bench.releasing(released))
            try await bench.expectBalance(0, held: 9, spent: 109, revoked: 2, debt: 98)
            try await bench.run(bench.capturing(part, 2))
            try await bench.expectBalance(0, held: 4, spent: 111, revoked: 5, debt: 95)
            bench.clock.advance(by: .seconds(60))
            try await bench.run(.expireHold(overdue))
            try await bench.expectBalance(0, spent: 111, revoked: 9, debt: 91)
            try await bench.run([bench.refunding(deduction.id, 1), bench.refunding(deduction.id)])
            try await bench.expectBalance(0, spent: 102, revoked: 18, debt: 82)
        },
        ContractCheck("collects a debt from what comes in alone, and not from what was there") { bench in
            let spent = try await bench.grantSpent(10)
            let other = try await bench.grant(10)
            try await bench.run(bench.revoking(spent))
            try await bench.expectBalance(10, spent: 10, debt: 10)
            let id = try await bench.hold(4)
            try await bench.run(bench.releasing(id))
            try await bench.expectGrant(other, remaining: 6, revoked: 4, recalled: 0)
            try await bench.expectBalance(6, spent: 10, revoked: 4, debt: 6)
        },
        ContractCheck("owes what is held of a grant that is taken back until it comes back or is spent") { bench in
            let grant = try await bench.grant(10)
            let (kept, released) = (try await bench.hold(6), try await bench.hold(3))
            try await bench.run(bench.revoking(grant))
            try await bench.expectBalance(0, held: 9, revoked: 1, debt: 9)
            try await bench.run([bench.releasing(released), bench.capturing(kept, 5)])
            try await bench.expectGrant(grant, remaining: 0, revoked: 5, recalled: 10)
            try await bench.expectBalance(0, spent: 5, revoked: 5, debt: 5)
            try await bench.run(bench.refunding(kept))
            try await bench.expectBalance(0, revoked: 10)
        },
        ContractCheck("collects a debt from several grants, the oldest first") { bench in
            let (first, second) = (try await bench.grant(4), try await bench.grant(4))
            let id = try await bench.hold(8)
            try await bench.owe(5)
            try await bench.run(bench.releasing(id))
            try await bench.expectGrant(first, remaining: 0, revoked: 4, recalled: 0)
            try await bench.expectGrant(second, remaining: 3, revoked: 1, recalled: 0)
            try await bench.expectBalance(3, spent: 5, revoked: 5)
        },
        ContractCheck("owes again what a grant has paid when that grant is taken back as well") { bench in
            try await bench.owe(10)
            let second = try await bench.grant(10)
            try await bench.expectBalance(0, spent: 10, revoked: 10)
            try await bench.run(bench.revoking(second))
            try await bench.expectGrant(second, remaining: 0, revoked: 10, recalled: 10)
            try await bench.expectBalance(0, spent: 10, revoked: 10, debt: 10)
        },
        ContractCheck("collects a debt from credits that come back after their grant's time is over") { bench in
            try await bench.run(bench.granting(10, expiresAt: bench.moment(in: .seconds(10))))
            let id = try await bench.hold(10)
            try await bench.owe(4)
            bench.clock.advance(by: .seconds(10))
            try await bench.run(bench.releasing(id))
            try await bench.expectBalance(6, spent: 4, revoked: 4)
            bench.clock.advance(by: .seconds(30 * 86_400))
            try await bench.expectBalance(0, spent: 4, expired: 6, revoked: 4)
        },
        ContractCheck("keeps a debt to its pool and its account") { bench in
            try await bench.owe(10)
            let api = BalanceKey(account: bench.mainAccount, pool: .api)
            try await bench.run([bench.granting(5, key: api), bench.granting(5, key: ContractBench.otherKey)])
            try await bench.expectBalance(5, of: api)
            try await bench.expectBalance(5, of: ContractBench.otherKey)
            try await bench.expectBalance(0, spent: 10, debt: 10)
        },
    ]
}
