import CreditLedger

// Taking a grant back.
extension LedgerStoreContract {
    static let revocations: [ContractCheck] = [
        ContractCheck("takes back what is left of a grant and writes it down") { bench in
            let grant = try await bench.grant(10)
            try await bench.run(bench.granting(5))
            let posting = try await bench.run(bench.revoking(grant, reference: "recall", reason: "charged back"))
            let entry = posting.entry
            try bench.expectEqual(entry.kind, .revoke, "kind")
            try bench.expectEqual(entry.amount, 10, "amount")
            try bench.expectEqual(entry.before, Entry.Standing(available: 15, held: 0), "before")
            try bench.expectEqual(entry.after, Entry.Standing(available: 5, held: 0), "after")
            try bench.expectEqual(entry.reference, "recall", "reference")
            try bench.expectEqual(entry.reason, Reason("charged back"), "reason")
            try bench.expectEqual(entry.grant, grant, "grant")
            try bench.expectEqual(entry.actor, "bench", "actor")
            try bench.expectEqual(posting.grant, try await bench.stored(grant), "the stored grant")
            try bench.expectEqual(try await bench.record().entries.last, entry, "the stored entry")
            try await bench.expectGrant(grant, remaining: 0, revoked: 10, recalled: 10)
            try await bench.expectBalance(5, revoked: 10)
        },
        ContractCheck("takes a grant back in parts, and in all no more than it was") { bench in
            let grant = try await bench.grant(10)
            try await bench.run(bench.revoking(grant, 4))
            try await bench.expectGrant(grant, remaining: 6, revoked: 4, recalled: 4)
            try await bench.expectRefusal(.exceedsGrant(left: 6), of: bench.revoking(grant, 7))
            let rest = try await bench.run(bench.revoking(grant))
            try bench.expectEqual(rest.entry.amount, 6, "amount")
            try await bench.expectRefusal(.exceedsGrant(left: 0), of: bench.revoking(grant))
            try await bench.expectRefusal(.exceedsGrant(left: 0), of: bench.revoking(grant, 1))
            try await bench.expectBalance(0, revoked: 10)
        },
        ContractCheck("refuses to take back nothing, too much, or what was never granted") { bench in
            let grant = try await bench.grant(10)
            let unknown = GrantID(4_711)
            try await bench.expectRefusal(.unknownGrant(unknown), of: bench.revoking(unknown))
            try await bench.expectRefusal(.unknownGrant(unknown), of: bench.revoking(unknown, 0))
            try await bench.expectRefusal(.invalidAmount, of: bench.revoking(grant, 0))
            try await bench.expectRefusal(.exceedsGrant(left: 10), of: bench.revoking(grant, 11))
            try await bench.expectRefusal(.exceedsGrant(left: 10), of: bench.revoking(grant, .credits(.max)))
            try await bench.run(bench.revoking(grant))
            try await bench.expectRefusal(.invalidAmount, of: bench.revoking(grant, 0))
        },
        ContractCheck("owes what was spent of a grant that is taken back") { bench in
            let grant = try await bench.grant(10)
            try await bench.run(.deduct(bench.holding(7)))
            let posting = try await bench.run(bench.revoking(grant))
            try bench.expectEqual(posting.entry.amount, 10, "amount")
            try bench.expectEqual(posting.entry.before, Entry.Standing(available: 3, held: 0), "before")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 0, held: 0), "after")
            try await bench.expectGrant(grant, remaining: 0, revoked: 3, recalled: 10)
            try await bench.expectBalance(0, spent: 7, revoked: 3, debt: 7)
        },
        ContractCheck("takes back of the grant that is named, and leaves the others alone") { bench in
            let spent = try await bench.grantSpent(10)
            let other = try await bench.grant(10)
            try await bench.run(bench.revoking(spent, 6))
            try await bench.expectGrant(other, remaining: 10, revoked: 0, recalled: 0)
            try await bench.expectBalance(10, spent: 10, debt: 6)
            try await bench.expectFunding([(other, 10)], ofHolding: 10)
        },
        ContractCheck("takes back and owes the greatest number there is") { bench in
            let grant = try await bench.grant(.credits(.max))
            try await bench.run(.deduct(bench.holding(.credits(.max - 1))))
            try await bench.run(bench.revoking(grant))
            try await bench.expectBalance(0, spent: .credits(.max - 1), revoked: 1, debt: .credits(.max - 1))
            try await bench.expectRefusal(.overflow, of: bench.granting(1))
        },
        ContractCheck("takes a grant back in the batch that makes it") { bench in
            let granting = bench.granting(10)
            guard case .grant(let content) = granting else { return }
            let results = try await bench.decide([
                granting, bench.revoking(content.id, 4), .deduct(bench.holding(6)), bench.revoking(content.id),
                bench.granting(2), bench.revoking(content.id),
            ])
            try bench.expectEqual(results.count { (try? $0.get()) != nil }, 5, "done")
            try bench.expectEqual(results[5], .failure(.exceedsGrant(left: 0)), "the last")
            try await bench.expectBalance(0, spent: 6, revoked: 6, debt: 4)
        },
    ]

    static let recalls: [ContractCheck] = [
        ContractCheck("does not ask back what has expired") { bench in
            let grant = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(10)))
            _ = try await bench.hold(4)
            bench.clock.advance(by: .seconds(10))
            try await bench.expectRefusal(.exceedsGrant(left: 4), of: bench.revoking(grant, 5), writing: 1)
            let posting = try await bench.run(bench.revoking(grant))
            try bench.expectEqual(posting.entry.amount, 4, "amount")
            try await bench.expectGrant(grant, remaining: 0, revoked: 0, recalled: 4, expired: 6)
            try await bench.expectBalance(0, held: 4, expired: 6, debt: 4)
        },
        ContractCheck("refuses to take back a grant all of which has expired") { bench in
            let grant = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(10)))
            bench.clock.advance(by: .seconds(10))
            try await bench.expectRefusal(.exceedsGrant(left: 0), of: bench.revoking(grant), writing: 1)
            try await bench.expectBalance(0, expired: 10)
        },
        ContractCheck("takes back what came back with grace, and lets expire what came back and was paid") { bench in
            let grant = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(10)))
            let (first, second) = (try await bench.hold(4), try await bench.hold(5))
            bench.clock.advance(by: .seconds(10))
            try await bench.run(bench.releasing(first))
            try await bench.run(bench.revoking(grant))
            try await bench.expectGrant(grant, remaining: 0, revoked: 4, recalled: 9, expired: 1)
            try await bench.run([bench.granting(7), bench.releasing(second)])
            try await bench.expectGrant(grant, remaining: 5, revoked: 4, recalled: 9, expired: 1)
            bench.clock.advance(by: .seconds(30 * 86_400))
            try await bench.expectRefusal(.exceedsGrant(left: 0), of: bench.revoking(grant), writing: 1)
            try await bench.expectBalance(2, expired: 6, revoked: 9)
        },
        ContractCheck("answers a repeated revocation with the first") { bench in
            let grant = try await bench.grant(10)
            let first = try await bench.run(bench.revoking(grant, 4, reference: "recall"))
            let again = [
                bench.revoking(grant, 4, reference: "recall"), bench.revoking(grant, reference: "recall"),
                bench.revoking(grant, 4, reference: "recall", reason: "other"),
            ]
            for verb in again { try await bench.expectRepeat(of: first, by: verb) }
            try await bench.run(bench.revoking(grant))
            for verb in again { try await bench.expectRepeat(of: first, by: verb) }
            try await bench.expectBalance(0, revoked: 10)
        },
        ContractCheck("refuses another revocation, or anything else, of the same reference") { bench in
            let (grant, other) = (try await bench.grant(10), try await bench.grant(10))
            try await bench.run(bench.revoking(grant, 4, reference: "recall"))
            let others = [
                bench.revoking(grant, 5, reference: "recall"), bench.revoking(other, 4, reference: "recall"),
                bench.revoking(GrantID(4_711), 0, reference: "recall"), bench.granting(4, reference: "recall"),
                try bench.withdrawing(4, reference: "recall"), bench.closing(reference: "recall"),
            ]
            for verb in others { try await bench.expectRefusal(.referenceConflict("recall"), of: verb) }
            try await bench.expectBalance(16, revoked: 4)
        },
        ContractCheck("leaves the reference of a refused revocation, withdrawal or closing free") { bench in
            let grant = try await bench.grant(10)
            try await bench.expectRefusal(.exceedsGrant(left: 10), of: bench.revoking(grant, 11, reference: "one"))
            try await bench.expectRefusal(.invalidAmount, of: try bench.withdrawing(0, reference: "two"))
            try await bench.run([
                bench.revoking(grant, 1, reference: "one"), try bench.withdrawing(1, reference: "two"),
                bench.closing(),
            ])
            try await bench.expectRefusal(.accountClosed, of: bench.closing(reference: "three"))
            try await bench.run(bench.closing(ContractBench.otherKey, reference: "three"))
        },
    ]
}
