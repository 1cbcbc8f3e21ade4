import CreditLedger

// Holds that change hands.
extension LedgerStoreContract {
    static let adoptions: [ContractCheck] = [
        ContractCheck("passes a hold to another worker from the end of its lease on, and not before") { bench in
            let id = try await bench.holdOnly(20)
            let until = bench.moment(in: .seconds(60))
            bench.clock.set(to: until.advanced(by: .microseconds(-1)))
            try await bench.expectRefusal(.holdNotDue(until: until), of: bench.adopting(id))
            bench.clock.set(to: until)
            let posting = try await bench.run(bench.adopting(id, reference: "mine"))
            try bench.expectEqual(posting.entry.kind, .adoption, "kind")
            try bench.expectEqual(posting.entry.amount, 20, "amount")
            try bench.expectEqual(posting.entry.reference, "mine", "reference")
            try bench.expectEqual(posting.entry.before, posting.entry.after, "a move")
            let lease = Lease(worker: "heir", until: until.advanced(by: .seconds(30)))
            try bench.expectEqual(posting.charge?.stage, .held(lease), "stage")
            try bench.expectEqual(try await bench.charge(id), posting.charge, "the stored charge")
            try await bench.expectBalance(0, held: 20)
            try bench.expectEqual(try await bench.balance()?.holdsInFlight, 1, "holds in flight")
        },
        ContractCheck("gives a hold to one of several workers that ask for it in one batch") { bench in
            let id = try await bench.holdOnly(20)
            bench.clock.advance(by: .seconds(60))
            let until = bench.moment(in: .seconds(30))
            let results = try await bench.decide((0..<5).map { _ in bench.adopting(id) })
            try bench.expectEqual(results.count { (try? $0.get()) != nil }, 1, "adoptions")
            try await bench.expectRefusal(.holdNotDue(until: until), of: bench.adopting(id))
        },
        ContractCheck("answers a repeated adoption with the first, and no other charge by its reference") { bench in
            try await bench.run(bench.granting(10))
            let (one, two) = (try await bench.hold(1), try await bench.hold(1))
            bench.clock.advance(by: .seconds(60))
            let first = try await bench.run(bench.adopting(one, reference: "mine"))
            try await bench.expectRepeat(of: first, by: bench.adopting(one, reference: "mine"))
            try await bench.expectRefusal(.referenceConflict("mine"), of: bench.adopting(two, reference: "mine"))
        },
        ContractCheck("lets an adopted hold be captured, released or adopted once more") { bench in
            try await bench.run(bench.granting(10))
            let ids = [try await bench.hold(1), try await bench.hold(2), try await bench.hold(3)]
            bench.clock.advance(by: .seconds(60))
            for id in ids { try await bench.run(bench.adopting(id)) }
            try await bench.run([bench.capturing(ids[0]), bench.releasing(ids[1])])
            bench.clock.advance(by: .seconds(30))
            try await bench.run(bench.adopting(ids[2]))
            try await bench.run(bench.capturing(ids[2]))
            try await bench.expectBalance(6, spent: 4)
        },
        ContractCheck("takes an adopted hold for overdue when its new lease is over") { bench in
            let id = try await bench.holdOnly(20)
            bench.clock.advance(by: .seconds(60))
            try await bench.run(bench.adopting(id))
            try bench.expectEqual(try await bench.store.overdueHolds(limit: 9), [], "overdue holds")
            bench.clock.advance(by: .seconds(30))
            try bench.expectEqual(try await bench.store.overdueHolds(limit: 9), [id], "overdue holds")
            try await bench.run(.expireHold(id))
            try await bench.expectBalance(20)
        },
        ContractCheck("renews the lease of an adopted hold for its new worker alone") { bench in
            let id = try await bench.holdOnly(20)
            bench.clock.advance(by: .seconds(60))
            try await bench.run(bench.adopting(id))
            try bench.expectEqual(try await bench.store.renewLeases(of: "bench", for: .seconds(900)), 0, "of the old")
            try bench.expectEqual(try await bench.store.renewLeases(of: "heir", for: .zero), 1, "of the new")
            try await bench.run(bench.adopting(id))
        },
        ContractCheck("refuses to adopt what is not held any more, and tells what became of it") { bench in
            try await bench.run(bench.granting(10))
            let ids = [try await bench.hold(1), try await bench.hold(2), try await bench.hold(3)]
            bench.clock.advance(by: .seconds(60))
            try await bench.run([bench.capturing(ids[0]), bench.releasing(ids[1]), .expireHold(ids[2])])
            try await bench.expectRefusal(.alreadyCaptured(1), of: bench.adopting(ids[0]))
            try await bench.expectRefusal(.alreadyReleased, of: bench.adopting(ids[1]))
            try await bench.expectRefusal(.holdExpired, of: bench.adopting(ids[2]))
            try await bench.expectRefusal(.unknownCharge(ChargeID(4_711)), of: bench.adopting(ChargeID(4_711)))
        },
        ContractCheck("passes on a hold of a closed pool") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.run(.close(ContractBench.key, reference: "close", reason: nil))
            bench.clock.advance(by: .seconds(60))
            try await bench.run([bench.adopting(id), bench.capturing(id)])
            try await bench.expectBalance(0, spent: 20)
        },
    ]
}

extension ContractBench {
    func adopting(_ id: ChargeID, reference: Reference? = nil) -> LedgerCommand.Verb {
        .adopt(
            .init(
                charge: id, reference: reference ?? Self.reference("adopt", number()), worker: "heir",
                leaseDuration: .seconds(30)))
    }
}
