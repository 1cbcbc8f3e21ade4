import CreditLedger

// Reserving credits.
extension LedgerStoreContract {
    static let holds: [ContractCheck] = [
        ContractCheck("reserves available credits and writes it down") { bench in
            let grant = try await bench.run(bench.granting(100)).entry.grant
            let order = Payload(bytes: Array("a picture".utf8))
            let holding = bench.holding(30, reference: "work", order: order, lease: .seconds(90))
            let posting = try await bench.run(.hold(holding))
            try bench.expectEqual(posting.entry.kind, .hold, "kind")
            try bench.expectEqual(posting.entry.sequence, 2, "sequence")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 70, held: 30), "after")
            try bench.expectEqual(posting.entry.charge, holding.id, "charge")
            let lease = Lease(worker: "bench", until: bench.moment(in: .seconds(90)))
            let expected = Charge(
                id: holding.id, key: ContractBench.key, reference: "work", amount: 30,
                funding: grant.map { [Charge.Funding(grant: $0, amount: 30)] } ?? [], order: order,
                opened: Charge.Mark(sequence: 2, at: bench.clock.now()), stage: .held(lease))
            try bench.expectEqual(posting.charge, expected, "the charge")
            try bench.expectEqual(try await bench.charge(holding.id), expected, "the stored charge")
            try await bench.expectBalance(70, held: 30)
            try bench.expectEqual(try await bench.balance()?.holdsInFlight, 1, "holds in flight")
        },
        ContractCheck("holds all that is available, and no more") { bench in
            try await bench.run(bench.granting(10))
            try await bench.expectRefusal(
                .insufficientCredits(required: 11, available: 10), of: .hold(bench.holding(11)))
            _ = try await bench.hold(10)
            try await bench.expectRefusal(.insufficientCredits(required: 1, available: 0), of: .hold(bench.holding(1)))
            try await bench.expectBalance(0, held: 10)
        },
        ContractCheck("refuses a hold on a balance that nothing was ever put into") { bench in
            try await bench.expectRefusal(.insufficientCredits(required: 1, available: 0), of: .hold(bench.holding(1)))
            try bench.expect(try await bench.balance() == nil, "a refusal made a balance")
            try bench.expect(try await bench.store.record(of: ContractBench.key) == nil, "a refusal made a record")
        },
        ContractCheck("refuses to hold nothing") { bench in
            try await bench.run(bench.granting(10))
            try await bench.expectRefusal(.invalidAmount, of: .hold(bench.holding(0)))
        },
        ContractCheck("refuses more charges in flight than the limit") { bench in
            try await bench.run(bench.granting(10))
            let first = try await bench.hold(1)
            try await bench.run(.hold(bench.holding(1, limit: 2)))
            try await bench.expectRefusal(.tooManyInFlight(limit: 2), of: .hold(bench.holding(1, limit: 2)))
            try await bench.run(bench.releasing(first))
            try await bench.run(.hold(bench.holding(1, limit: 2)))
            try await bench.expectRefusal(.tooManyInFlight(limit: 0), of: .hold(bench.holding(1, limit: 0)))
        },
        ContractCheck("tells an invalid amount ahead of a limit, and a limit ahead of a lack") { bench in
            try await bench.run(bench.granting(1))
            _ = try await bench.hold(1)
            try await bench.expectRefusal(.invalidAmount, of: .hold(bench.holding(0, limit: 1)))
            try await bench.expectRefusal(.tooManyInFlight(limit: 1), of: .hold(bench.holding(5, limit: 1)))
        },
        ContractCheck("holds the greatest number of credits there is") { bench in
            let charge = try await bench.holdOnly(.credits(.max))
            try await bench.expectBalance(0, held: .credits(.max))
            try await bench.run(bench.capturing(charge))
            try await bench.expectBalance(0, spent: .credits(.max))
            try await bench.run(bench.refunding(charge))
            try await bench.expectBalance(.credits(.max))
        },
    ]

    static let deductions: [ContractCheck] = [
        ContractCheck("spends deducted credits at once") { bench in
            try await bench.run(bench.granting(10))
            let holding = bench.holding(4, reference: "work", order: Payload(bytes: [1]))
            let posting = try await bench.run(.deduct(holding))
            try bench.expectEqual(posting.entry.kind, .deduct, "kind")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 6, held: 0), "after")
            let charge = try await bench.charge(holding.id)
            try bench.expectEqual(posting.charge, charge, "the stored charge")
            try bench.expectEqual(charge.capture, Charge.Capture(amount: 4, refunded: 0, result: .empty), "capture")
            try bench.expectEqual(charge.resolved, charge.opened, "its closing")
            try bench.expectEqual(try await bench.balance()?.holdsInFlight, 0, "holds in flight")
            try await bench.expectBalance(6, spent: 4)
        },
        ContractCheck("refuses a deduction as it refuses a hold") { bench in
            try await bench.run(bench.granting(10))
            _ = try await bench.hold(1)
            try await bench.expectRefusal(.invalidAmount, of: .deduct(bench.holding(0)))
            try await bench.expectRefusal(.tooManyInFlight(limit: 1), of: .deduct(bench.holding(1, limit: 1)))
            try await bench.expectRefusal(
                .insufficientCredits(required: 10, available: 9), of: .deduct(bench.holding(10)))
        },
        ContractCheck("takes a deducted charge for a captured one") { bench in
            try await bench.run(bench.granting(10))
            let holding = bench.holding(4)
            let first = try await bench.run(.deduct(holding))
            try await bench.expectRefusal(.alreadyCaptured(4), of: bench.releasing(holding.id))
            try await bench.expectRefusal(.alreadyCaptured(4), of: .expireHold(holding.id))
            try await bench.expectRefusal(.alreadyCaptured(4), of: bench.capturing(holding.id, 3))
            try await bench.expectRepeat(of: first, by: bench.capturing(holding.id))
            try await bench.run(bench.refunding(holding.id, 3))
            try await bench.expectBalance(9, spent: 1)
        },
    ]
}
