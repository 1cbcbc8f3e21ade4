import CreditLedger

// Closing a hold: each ends once, as captured, released or expired.
extension LedgerStoreContract {
    static let captures: [ContractCheck] = [
        ContractCheck("spends what was held when it is captured") { bench in
            try await bench.run(bench.granting(50))
            let id = try await bench.hold(20)
            let result = Payload(bytes: [1, 2, 3])
            let posting = try await bench.run(bench.capturing(id, result: result))
            try bench.expectEqual(posting.entry.kind, .capture, "kind")
            try bench.expectEqual(posting.entry.amount, 20, "amount")
            try bench.expectEqual(posting.entry.reference, nil, "reference")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 30, held: 0), "after")
            let charge = try await bench.charge(id)
            try bench.expectEqual(posting.charge, charge, "the stored charge")
            try bench.expectEqual(
                charge.stage,
                .captured(
                    Charge.Capture(amount: 20, refunded: 0, result: result),
                    Charge.Mark(sequence: 3, at: bench.clock.now())), "stage")
            try await bench.expectBalance(30, spent: 20)
        },
        ContractCheck("gives back what a capture leaves of a hold") { bench in
            let id = try await bench.holdOnly(20)
            let posting = try await bench.run(bench.capturing(id, 5))
            try bench.expectEqual(posting.entry.amount, 5, "amount")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 15, held: 0), "after")
            try await bench.expectBalance(15, spent: 5)
            _ = try await bench.hold(15)
        },
        ContractCheck("refuses to capture more than is held") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.expectRefusal(.exceedsHold(held: 20), of: bench.capturing(id, 21))
            try await bench.expectRefusal(.exceedsHold(held: 20), of: bench.capturing(id, .credits(.max)))
            try await bench.run(bench.capturing(id, 20))
        },
        ContractCheck("refuses to capture nothing") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.expectRefusal(.invalidAmount, of: bench.capturing(id, 0))
            try await bench.expectBalance(0, held: 20)
        },
        ContractCheck("answers a repeated capture with the first, and refuses another amount") { bench in
            let id = try await bench.holdOnly(20)
            let first = try await bench.run(bench.capturing(id, 5, result: Payload(bytes: [1])))
            try await bench.expectRepeat(of: first, by: bench.capturing(id, 5))
            try await bench.expectRepeat(of: first, by: bench.capturing(id, 5, result: Payload(bytes: [2])))
            try bench.expectEqual(try await bench.charge(id).capture?.result, Payload(bytes: [1]), "result")
            try await bench.expectRefusal(.alreadyCaptured(5), of: bench.capturing(id))
            try await bench.expectRefusal(.alreadyCaptured(5), of: bench.capturing(id, 21))
            try await bench.expectRefusal(.invalidAmount, of: bench.capturing(id, 0))
        },
        ContractCheck("refuses to capture a released or an expired hold") { bench in
            let released = try await bench.holdOnly(20)
            try await bench.run(bench.releasing(released))
            try await bench.expectRefusal(.alreadyReleased, of: bench.capturing(released))
            let expired = try await bench.hold(20)
            bench.clock.advance(by: .seconds(60))
            try await bench.run(.expireHold(expired))
            try await bench.expectRefusal(.holdExpired, of: bench.capturing(expired))
            try await bench.expectRefusal(.invalidAmount, of: bench.capturing(expired, 0))
            try await bench.expectBalance(20)
        },
        ContractCheck("captures a hold whose time is over as long as nobody has expired it") { bench in
            let id = try await bench.holdOnly(20)
            bench.clock.advance(by: .seconds(3_600))
            try await bench.run(bench.capturing(id))
            try await bench.expectRefusal(.alreadyCaptured(20), of: .expireHold(id))
        },
        ContractCheck("refuses what is about a charge that there is not") { bench in
            try await bench.run(bench.granting(1))
            let id = ChargeID(4_711)
            try await bench.expectRefusal(.unknownCharge(id), of: bench.capturing(id))
            try await bench.expectRefusal(.unknownCharge(id), of: bench.capturing(id, 0))
            try await bench.expectRefusal(.unknownCharge(id), of: bench.releasing(id))
            try await bench.expectRefusal(.unknownCharge(id), of: .expireHold(id))
            try await bench.expectRefusal(.unknownCharge(id), of: bench.refunding(id, 0))
        },
    ]

    static let releases: [ContractCheck] = [
        ContractCheck("gives all that was held back when it is released") { bench in
            try await bench.run(bench.granting(50))
            let id = try await bench.hold(20)
            let reason = Payload(bytes: Array("out of paint".utf8))
            let posting = try await bench.run(bench.releasing(id, reference: "sorry", reason: reason))
            try bench.expectEqual(posting.entry.kind, .release, "kind")
            try bench.expectEqual(posting.entry.reference, "sorry", "reference")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 50, held: 0), "after")
            let charge = try await bench.charge(id)
            try bench.expectEqual(posting.charge, charge, "the stored charge")
            let mark = Charge.Mark(sequence: 3, at: bench.clock.now())
            try bench.expectEqual(charge.stage, .released(reason, mark), "stage")
            try await bench.expectBalance(50)
        },
        ContractCheck("answers a repeated release with the first, whatever its reference") { bench in
            let id = try await bench.holdOnly(20)
            let first = try await bench.run(bench.releasing(id))
            try await bench.expectRepeat(of: first, by: bench.releasing(id))
            try await bench.expectRepeat(of: first, by: bench.releasing(id, reference: "another"))
            try await bench.run(bench.granting(1, reference: "another"))
        },
        ContractCheck("refuses to release a captured or an expired hold") { bench in
            let captured = try await bench.holdOnly(20)
            try await bench.run(bench.capturing(captured, 5))
            try await bench.expectRefusal(.alreadyCaptured(5), of: bench.releasing(captured))
            let expired = try await bench.hold(5)
            bench.clock.advance(by: .seconds(60))
            try await bench.run(.expireHold(expired))
            try await bench.expectRefusal(.holdExpired, of: bench.releasing(expired))
        },
    ]
}
