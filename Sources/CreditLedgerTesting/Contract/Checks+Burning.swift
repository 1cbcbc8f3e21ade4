import CreditLedger

// Which credits are spent first, and where they go back to.
extension LedgerStoreContract {
    static let burnOrder: [ContractCheck] = [
        ContractCheck("burns the lower priority number first") { bench in
            let late = try await bench.grant(10, priority: 100)
            let early = try await bench.grant(10, priority: 0)
            let middle = try await bench.grant(10)
            try await bench.expectFunding([(early, 10), (middle, 10), (late, 5)], ofHolding: 25)
        },
        ContractCheck("burns the earlier expiry first, and what never expires last") { bench in
            let never = try await bench.grant(10)
            let later = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(20)))
            let sooner = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(10)))
            try await bench.expectFunding([(sooner, 10), (later, 10), (never, 1)], ofHolding: 21)
        },
        ContractCheck("burns the older grant first where nothing else tells them apart") { bench in
            let older = try await bench.grant(10)
            let newer = try await bench.grant(10)
            try await bench.expectFunding([(older, 10), (newer, 1)], ofHolding: 11)
            try await bench.expectFunding([(newer, 9)], ofHolding: 9)
        },
        ContractCheck("burns by priority ahead of expiry") { bench in
            let never = try await bench.grant(10, priority: 1)
            let soon = try await bench.grant(10, priority: 2, expiresAt: bench.moment(in: .seconds(1)))
            try await bench.expectFunding([(never, 10), (soon, 1)], ofHolding: 11)
        },
        ContractCheck("gives back to the grants that funded it, the last burned first") { bench in
            let first = try await bench.grant(10)
            let second = try await bench.grant(10)
            let id = try await bench.hold(15)
            try await bench.run(bench.capturing(id, 12))
            try await bench.expectRemaining([(first, 0), (second, 8)])
            try await bench.run(bench.refunding(id, 3))
            try await bench.expectRemaining([(first, 1), (second, 10)])
            try await bench.run(bench.refunding(id))
            try await bench.expectRemaining([(first, 10), (second, 10)])
        },
        ContractCheck("gives all back to each grant on release") { bench in
            let first = try await bench.grant(10)
            let second = try await bench.grant(10)
            let id = try await bench.hold(15)
            try await bench.run(bench.releasing(id))
            try await bench.expectRemaining([(first, 10), (second, 10)])
        },
    ]

    static let grantExpiries: [ContractCheck] = [
        ContractCheck("shows expired credits as expired from their instant on") { bench in
            let expiry = bench.moment(in: .seconds(10))
            try await bench.run([bench.granting(10, expiresAt: expiry), bench.granting(5)])
            bench.clock.set(to: expiry.advanced(by: .microseconds(-1)))
            try await bench.expectBalance(15)
            bench.clock.set(to: expiry)
            try await bench.expectBalance(5, expired: 10)
            try bench.expectEqual(try await bench.record().entries.count, 2, "entries, as reading writes nothing")
        },
        ContractCheck("does not spend credits from their instant on, and writes that down first") { bench in
            let expiry = bench.moment(in: .seconds(10))
            try await bench.run([bench.granting(10, expiresAt: expiry), bench.granting(5)])
            bench.clock.set(to: expiry)
            try await bench.expectRefusal(
                .insufficientCredits(required: 6, available: 5), of: .hold(bench.holding(6)), writing: 1)
            let posting = try await bench.run(.deduct(bench.holding(5)))
            try bench.expectEqual(posting.entry.before, Entry.Standing(available: 5, held: 0), "before")
            let entries = try await bench.record().entries
            try bench.expectEqual(entries.map(\.kind), [.grant, .grant, .grantExpiry, .deduct], "kinds")
            try bench.expectEqual(entries[2].actor, .system, "actor")
            try bench.expectEqual(entries[2].amount, 10, "amount")
            try await bench.expectBalance(0, spent: 5, expired: 10)
        },
        ContractCheck("spends credits up to the last microsecond before they expire") { bench in
            let expiry = bench.moment(in: .seconds(10))
            try await bench.run(bench.granting(10, expiresAt: expiry))
            bench.clock.set(to: expiry.advanced(by: .microseconds(-1)))
            _ = try await bench.hold(10)
        },
        ContractCheck("expires only what is left of a grant") { bench in
            try await bench.run(bench.granting(10, expiresAt: bench.moment(in: .seconds(10))))
            let id = try await bench.hold(4)
            bench.clock.advance(by: .seconds(10))
            try await bench.expectBalance(0, held: 4, expired: 6)
            try await bench.run(bench.capturing(id))
            try await bench.expectBalance(0, spent: 4, expired: 6)
        },
        ContractCheck("gives credits that come back to an expired grant 30 days of grace") { bench in
            let grant = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(10)))
            let id = try await bench.hold(4)
            bench.clock.advance(by: .seconds(10))
            try await bench.run(bench.releasing(id))
            let grace = bench.moment(in: .seconds(30 * 86_400))
            try bench.expectEqual(try await bench.stored(grant).graceUntil, grace, "grace")
            try await bench.expectBalance(4, expired: 6)
            bench.clock.set(to: grace.advanced(by: .microseconds(-1)))
            try await bench.run(.deduct(bench.holding(1)))
            bench.clock.set(to: grace)
            try await bench.expectBalance(0, spent: 1, expired: 9)
            try await bench.expectRefusal(
                .insufficientCredits(required: 1, available: 0), of: .hold(bench.holding(1)), writing: 1)
        },
        ContractCheck("gives grace to what a refund, a part capture or an expired hold brings back") { bench in
            try await bench.run(bench.granting(30, expiresAt: bench.moment(in: .seconds(10))))
            let (refunded, part, overdue) = (try await bench.hold(1), try await bench.hold(6), try await bench.hold(9))
            try await bench.run(bench.capturing(refunded))
            bench.clock.advance(by: .seconds(60))
            try await bench.run([bench.refunding(refunded), bench.capturing(part, 2), .expireHold(overdue)])
            try await bench.expectBalance(14, spent: 2, expired: 14)
            bench.clock.advance(by: .seconds(30 * 86_400))
            try await bench.expectBalance(0, spent: 2, expired: 28)
        },
        ContractCheck("gives grace to what comes back after the clock has stepped back behind an expiry") { bench in
            let expiry = bench.moment(in: .seconds(10))
            let grant = try await bench.grant(10, expiresAt: expiry)
            let id = try await bench.hold(4)
            bench.clock.set(to: expiry)
            try await bench.run(bench.granting(1))
            bench.clock.advance(by: .seconds(-5))
            try await bench.run(bench.releasing(id))
            try bench.expectEqual(
                try await bench.stored(grant).graceUntil, bench.moment(in: .seconds(30 * 86_400)), "grace")
            bench.clock.set(to: expiry.advanced(by: .seconds(1)))
            try await bench.expectBalance(5, expired: 6)
        },
        ContractCheck("gives grace anew once a grace is over") { bench in
            let grant = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(10)))
            let (first, second) = (try await bench.hold(4), try await bench.hold(5))
            bench.clock.advance(by: .seconds(10))
            try await bench.run(bench.releasing(first))
            bench.clock.advance(by: .seconds(30 * 86_400))
            try await bench.run(bench.releasing(second))
            try bench.expectEqual(
                try await bench.stored(grant).graceUntil, bench.moment(in: .seconds(30 * 86_400)), "grace")
            try await bench.expectBalance(5, expired: 5)
        },
    ]
}

extension ContractBench {
    func grant(_ amount: Credits, priority: Int = 50, expiresAt: Timestamp? = nil) async throws -> GrantID? {
        try await run(granting(amount, priority: priority, expiresAt: expiresAt)).grant?.id
    }

    func stored(_ id: GrantID?) async throws -> Grant {
        guard let grant = try await record().grants.first(where: { $0.id == id }) else {
            throw ContractViolation("a grant is missing")
        }
        return grant
    }

    func expectRemaining(_ expected: [(GrantID?, Credits)]) async throws {
        for (id, remaining) in expected { try expectEqual(try await stored(id).remaining, remaining, "remaining") }
    }

    func expectFunding(_ expected: [(GrantID?, Credits)], ofHolding amount: Credits) async throws {
        let id = try await hold(amount)
        let funding = try await charge(id).funding
        try expectEqual(funding.map(\.grant), expected.compactMap(\.0), "the grants that fund it")
        try expectEqual(funding.map(\.amount), expected.map(\.1), "the amounts that fund it")
    }
}
