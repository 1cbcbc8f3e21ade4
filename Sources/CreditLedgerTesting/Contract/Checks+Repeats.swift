import CreditLedger

// The same reference acts once.
extension LedgerStoreContract {
    static let repeats: [ContractCheck] = [
        ContractCheck("answers a repeated grant with the first") { bench in
            let expiry = bench.moment(in: .seconds(10))
            let first = try await bench.run(bench.granting(5, expiresAt: expiry, reference: "gift"))
            try await bench.expectRepeat(of: first, by: bench.granting(5, expiresAt: expiry, reference: "gift"))
            try await bench.expectBalance(5)
            bench.clock.set(to: expiry)
            try await bench.expectRepeat(of: first, by: bench.granting(5, expiresAt: expiry, reference: "gift"))
        },
        ContractCheck("answers a repeated hold with the first, and with what became of it") { bench in
            try await bench.run(bench.granting(50))
            let holding = bench.holding(20, reference: "work", order: Payload(bytes: [7]))
            let first = try await bench.run(.hold(holding))
            try await bench.expectRepeat(of: first, by: .hold(holding))
            let other = bench.holding(20, reference: "work", order: Payload(bytes: [7]), limit: 0, lease: .seconds(1))
            try await bench.expectRepeat(of: first, by: .hold(other))
            try await bench.run(bench.capturing(holding.id, result: Payload(bytes: [8])))
            let posting = try await bench.run(.hold(other))
            try bench.expectEqual(posting.charge?.id, holding.id, "the charge")
            try bench.expectEqual(posting.charge?.capture?.result, Payload(bytes: [8]), "its result")
            try await bench.expectBalance(30, spent: 20)
        },
        ContractCheck("answers a repeated hold even when no credits are left") { bench in
            try await bench.run(bench.granting(20))
            let holding = bench.holding(20, reference: "work")
            let first = try await bench.run(.hold(holding))
            try await bench.expectRepeat(of: first, by: .hold(bench.holding(20, reference: "work")))
        },
        ContractCheck("answers a repeated deduction with the first") { bench in
            try await bench.run(bench.granting(50))
            let first = try await bench.run(.deduct(bench.holding(20, reference: "work")))
            try await bench.expectRepeat(of: first, by: .deduct(bench.holding(20, reference: "work")))
            try await bench.expectBalance(30, spent: 20)
        },
        ContractCheck("answers a repeated refund with the first") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.run(bench.capturing(id))
            let first = try await bench.run(bench.refunding(id, 5, reference: "back"))
            try await bench.expectRepeat(of: first, by: bench.refunding(id, 5, reference: "back"))
            try await bench.expectRepeat(of: first, by: bench.refunding(id, nil, reference: "back"))
            try await bench.expectBalance(5, spent: 15)
        },
        ContractCheck("leaves the reference of a refused hold free") { bench in
            try await bench.run(bench.granting(5))
            try await bench.expectRefusal(
                .insufficientCredits(required: 6, available: 5), of: .hold(bench.holding(6, reference: "work")))
            try await bench.run(.hold(bench.holding(5, reference: "work")))
        },
        ContractCheck("leaves the reference of a refused release or refund free") { bench in
            let id = try await bench.holdOnly(20)
            try await bench.expectRefusal(.notCaptured, of: bench.refunding(id, reference: "back"))
            try await bench.run(bench.capturing(id))
            try await bench.expectRefusal(.alreadyCaptured(20), of: bench.releasing(id, reference: "back"))
            try await bench.run(bench.refunding(id, reference: "back"))
        },
    ]

    static let conflicts: [ContractCheck] = [
        ContractCheck("refuses another grant of the same reference") { bench in
            let gift: Reference = "gift"
            let expiry = bench.moment(in: .seconds(10))
            try await bench.run(bench.granting(5, reference: gift))
            let others = [
                bench.granting(6, reference: gift), bench.granting(0, reference: gift),
                bench.granting(5, priority: 51, reference: gift), bench.granting(5, expiresAt: expiry, reference: gift),
                bench.granting(5, source: "other", reference: gift),
                bench.granting(5, reference: gift, key: ContractBench.otherKey),
                .hold(bench.holding(5, reference: gift)), .deduct(bench.holding(5, reference: gift)),
            ]
            for other in others { try await bench.expectRefusal(.referenceConflict(gift), of: other) }
            try await bench.expectBalance(5)
            try bench.expect(try await bench.balance(ContractBench.otherKey) == nil, "a conflict made a balance")
        },
        ContractCheck("refuses another hold of the same reference") { bench in
            try await bench.run([bench.granting(50), bench.granting(50, key: ContractBench.otherKey)])
            let work: Reference = "work"
            try await bench.run(.hold(bench.holding(5, reference: work)))
            let others: [LedgerCommand.Verb] = [
                .hold(bench.holding(6, reference: work)),
                .hold(bench.holding(5, reference: work, order: Payload(bytes: [1]))),
                .hold(bench.holding(5, reference: work, key: ContractBench.otherKey)),
                .deduct(bench.holding(5, reference: work)), bench.granting(5, reference: work),
            ]
            for other in others { try await bench.expectRefusal(.referenceConflict(work), of: other) }
            try await bench.expectBalance(45, held: 5)
        },
        ContractCheck("refuses another deduction of the same reference") { bench in
            try await bench.run(bench.granting(50))
            let work: Reference = "work"
            try await bench.run(.deduct(bench.holding(5, reference: work)))
            let others: [LedgerCommand.Verb] = [
                .deduct(bench.holding(6, reference: work)), .hold(bench.holding(5, reference: work)),
                .deduct(bench.holding(5, reference: work, order: Payload(bytes: [1]))),
            ]
            for other in others { try await bench.expectRefusal(.referenceConflict(work), of: other) }
        },
        ContractCheck("refuses another release or refund of the same reference") { bench in
            try await bench.run(bench.granting(50))
            let released = try await bench.hold(5)
            let captured = try await bench.hold(5)
            try await bench.run([
                bench.releasing(released, reference: "sorry"), bench.capturing(captured),
                bench.refunding(captured, 2, reference: "back"),
            ])
            let others = [
                ("sorry", bench.releasing(captured, reference: "sorry")),
                ("sorry", bench.refunding(captured, 1, reference: "sorry")),
                ("back", bench.refunding(captured, 1, reference: "back")),
                ("back", bench.refunding(released, 2, reference: "back")),
                ("back", bench.releasing(released, reference: "back")),
                ("back", bench.releasing(ChargeID(4_711), reference: "back")),
            ]
            for (reference, other) in others {
                try await bench.expectRefusal(.referenceConflict(Reference(stringLiteral: reference)), of: other)
            }
            try await bench.expectBalance(47, spent: 3)
        },
    ]
}
