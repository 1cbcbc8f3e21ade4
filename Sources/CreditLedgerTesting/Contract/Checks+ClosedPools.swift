import CreditLedger

// What a closed pool still does, and what it does no more.
extension LedgerStoreContract {
    static let closedPools: [ContractCheck] = [
        ContractCheck("refuses grants, holds and deductions in a closed pool") { bench in
            try await bench.run([bench.granting(10), bench.closing()])
            let verbs: [LedgerCommand.Verb] = [
                bench.granting(1), .hold(bench.holding(1)), .deduct(bench.holding(1)), bench.closing(),
            ]
            for verb in verbs { try await bench.expectRefusal(.accountClosed, of: verb) }
            let lack = Refusal.insufficientCredits(required: 1, available: 0)
            try await bench.expectRefusal(lack, of: try bench.withdrawing(1))
            try await bench.expectBalance(0, revoked: 10)
        },
        ContractCheck("tells what is invalid ahead of a closed pool, and a closed pool ahead of a limit") { bench in
            try await bench.run([bench.granting(.credits(.max)), bench.closing()])
            let large = Payload(bytes: [UInt8](repeating: 1, count: Payload.maximumByteCount + 1))
            let tooLarge = Refusal.payloadTooLarge(byteCount: large.bytes.count)
            let now = bench.clock.now()
            try await bench.expectRefusal(.invalidAmount, of: bench.granting(0))
            try await bench.expectRefusal(.invalidPriority(101), of: bench.granting(1, priority: 101))
            try await bench.expectRefusal(.alreadyExpired(now), of: bench.granting(1, expiresAt: now))
            try await bench.expectRefusal(.overflow, of: bench.granting(1))
            try await bench.expectRefusal(.invalidAmount, of: .hold(bench.holding(0)))
            try await bench.expectRefusal(tooLarge, of: .deduct(bench.holding(1, order: large)))
            try await bench.expectRefusal(.accountClosed, of: .hold(bench.holding(1, limit: 0)))
            try await bench.expectRefusal(.invalidAmount, of: try bench.withdrawing(0))
        },
        ContractCheck("revokes what comes back from the holds that were open when the pool was closed") { bench in
            try await bench.run(bench.granting(30))
            let (part, whole) = (try await bench.hold(6), try await bench.hold(5))
            let (released, overdue) = (try await bench.hold(4), try await bench.hold(3))
            try await bench.run(bench.closing())
            try await bench.expectBalance(0, held: 18, revoked: 12)
            try await bench.run([bench.capturing(part, 2), bench.capturing(whole), bench.releasing(released)])
            bench.clock.advance(by: .seconds(60))
            try await bench.run(.expireHold(overdue))
            try await bench.expectBalance(0, spent: 7, revoked: 23)
            try await bench.run([bench.refunding(whole, 2), bench.refunding(part)])
            try await bench.expectBalance(0, spent: 3, revoked: 27)
            try bench.expectEqual(try await bench.balance()?.holdsInFlight, 0, "holds in flight")
        },
        ContractCheck("revokes what comes back to a grant that has expired in a closed pool") { bench in
            let grant = try await bench.grant(10, expiresAt: bench.moment(in: .seconds(10)))
            let id = try await bench.hold(4)
            try await bench.run(bench.closing())
            bench.clock.advance(by: .seconds(10))
            try await bench.run(bench.releasing(id))
            try await bench.expectGrant(grant, remaining: 0, revoked: 10, recalled: 0)
            try await bench.expectBalance(0, revoked: 10)
        },
        ContractCheck("pays the debt of a closed pool with what comes back") { bench in
            let grant = try await bench.grant(10)
            let id = try await bench.hold(6)
            try await bench.run(bench.revoking(grant, 8))
            try await bench.run(bench.closing())
            try await bench.expectBalance(0, held: 6, revoked: 4, debt: 4)
            try await bench.run(bench.capturing(id, 3))
            try await bench.expectBalance(0, spent: 3, revoked: 7, debt: 1)
            try await bench.run(bench.refunding(id, 2))
            try await bench.expectBalance(0, spent: 1, revoked: 9)
        },
        ContractCheck("takes a grant back although its pool is closed") { bench in
            let grant = try await bench.grant(10)
            try await bench.run([.deduct(bench.holding(10)), bench.closing()])
            try await bench.run(bench.revoking(grant))
            try await bench.expectBalance(0, spent: 10, debt: 10)
        },
        ContractCheck("answers in a closed pool what was asked before it was closed") { bench in
            let grant = try await bench.run(bench.granting(10, reference: "gift"))
            let hold = try await bench.run(.hold(bench.holding(3, reference: "work")))
            let fee = try await bench.run(.deduct(bench.holding(2, reference: "fee")))
            let correction = try await bench.run(try bench.withdrawing(1, reference: "correct"))
            try await bench.run(bench.closing())
            try await bench.expectRepeat(of: grant, by: bench.granting(10, reference: "gift"))
            try await bench.expectRepeat(of: hold, by: .hold(bench.holding(3, reference: "work")))
            try await bench.expectRepeat(of: fee, by: .deduct(bench.holding(2, reference: "fee")))
            try await bench.expectRepeat(of: correction, by: try bench.withdrawing(1, reference: "correct"))
            try await bench.expectRefusal(.referenceConflict("gift"), of: bench.granting(9, reference: "gift"))
        },
    ]
}
