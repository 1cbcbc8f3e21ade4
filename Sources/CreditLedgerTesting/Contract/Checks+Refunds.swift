import CreditLedger

// Holds that nobody resolves, and giving back what was spent.
extension LedgerStoreContract {
    static let expiries: [ContractCheck] = [
        ContractCheck("expires a hold from its instant on, and not before") { bench in
            let id = try await bench.holdOnly(20)
            let until = bench.moment(in: .seconds(60))
            bench.clock.set(to: until.advanced(by: .microseconds(-1)))
            try await bench.expectRefusal(.holdNotDue(until: until), of: .expireHold(id))
            bench.clock.set(to: until)
            let posting = try await bench.run(.expireHold(id))
            try bench.expectEqual(posting.entry.kind, .holdExpiry, "kind")
            try bench.expectEqual(posting.entry.amount, 20, "amount")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 20, held: 0), "after")
            let charge = try await bench.charge(id)
            try bench.expectEqual(charge.stage, .expired(Charge.Mark(sequence: 3, at: until)), "stage")
            try await bench.expectRepeat(of: posting, by: .expireHold(id))
            try await bench.expectBalance(20)
        },
        ContractCheck("refuses to expire a released hold") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.run(bench.releasing(id))
            bench.clock.advance(by: .seconds(60))
            try await bench.expectRefusal(.alreadyReleased, of: .expireHold(id))
        },
        ContractCheck("dates no entry ahead of the one before when the clock steps back") { bench in
            let first = try await bench.run(bench.granting(20))
            bench.clock.advance(by: .seconds(-100))
            let holding = bench.holding(5)
            let second = try await bench.run(.hold(holding))
            try bench.expectEqual(second.entry.at, first.entry.at, "time")
            let until = first.entry.at.advanced(by: .seconds(60))
            try bench.expectEqual(
                second.charge?.stage, .held(Lease(worker: "bench", until: until)), "the lease")
        },
    ]

    static let refunds: [ContractCheck] = [
        ContractCheck("gives back all that was captured") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.run(bench.capturing(id))
            let posting = try await bench.run(bench.refunding(id, reference: "back"))
            try bench.expectEqual(posting.entry.kind, .refund, "kind")
            try bench.expectEqual(posting.entry.amount, 20, "amount")
            try bench.expectEqual(posting.entry.reference, "back", "reference")
            try bench.expectEqual(posting.charge?.capture?.refunded, 20, "refunded")
            try bench.expectEqual(try await bench.charge(id), posting.charge, "the stored charge")
            try await bench.expectBalance(20)
            try await bench.expectRefusal(.exceedsCaptured(captured: 20, refunded: 20), of: bench.refunding(id))
        },
        ContractCheck("gives back in parts, up to what was captured") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.run(bench.capturing(id, 15))
            try await bench.run(bench.refunding(id, 4))
            try await bench.expectRefusal(.exceedsCaptured(captured: 15, refunded: 4), of: bench.refunding(id, 12))
            try await bench.run(bench.refunding(id, 10))
            try await bench.expectBalance(19, spent: 1)
            let last = try await bench.run(bench.refunding(id))
            try bench.expectEqual(last.entry.amount, 1, "amount")
            try await bench.expectRefusal(.exceedsCaptured(captured: 15, refunded: 15), of: bench.refunding(id, 1))
            try await bench.expectBalance(20)
        },
        ContractCheck("refuses to give back nothing") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.expectRefusal(.invalidAmount, of: bench.refunding(id, 0))
            try await bench.run(bench.capturing(id))
            try await bench.expectRefusal(.invalidAmount, of: bench.refunding(id, 0))
        },
        ContractCheck("refuses to give back what was not captured") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.expectRefusal(.notCaptured, of: bench.refunding(id))
            try await bench.run(bench.releasing(id))
            try await bench.expectRefusal(.notCaptured, of: bench.refunding(id, 1))
            let expired = try await bench.hold(20)
            bench.clock.advance(by: .seconds(60))
            try await bench.run(.expireHold(expired))
            try await bench.expectRefusal(.notCaptured, of: bench.refunding(expired, 1))
        },
        ContractCheck("tells a capture again after a refund of it") { bench in
            let id = try await bench.holdOnly(20)
            let first = try await bench.run(bench.capturing(id))
            try await bench.run(bench.refunding(id))
            try await bench.expectRepeat(of: first, by: bench.capturing(id))
            try await bench.expectRefusal(.alreadyCaptured(20), of: bench.releasing(id))
        },
    ]
}
