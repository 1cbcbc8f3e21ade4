import CreditLedger

// What is at the edge of what a store can keep.
extension LedgerStoreContract {
    static let limits: [ContractCheck] = [
        ContractCheck("keeps the longest references, actors, sources and pools") { bench in
            let longest = Reference(stringLiteral: "~" + String(repeating: "!", count: 253) + "a")
            guard let pool = Pool(String(repeating: "z", count: 32)) else { throw ContractViolation("no pool") }
            let key = BalanceKey(account: AccountID(number: .max), pool: pool)
            let source = GrantSource(stringLiteral: String(repeating: "ß", count: 32))
            let verb = bench.granting(1, source: source, reference: longest, key: key)
            let actor = ActorID(stringLiteral: String(repeating: "x", count: 255))
            let results = try await bench.store.commit([LedgerCommand(verb, by: actor)], by: bench.rules)
            let entry = try results[0].get().entry
            let record = try await bench.record(key)
            try bench.expectEqual(record.entries, [entry], "entries")
            try bench.expectEqual(record.entries[0].actor, actor, "actor")
            try bench.expectEqual(record.entries[0].reference, longest, "reference")
            try bench.expectEqual(record.grants[0].terms.source, source, "source")
        },
        ContractCheck("tells references apart by case") { bench in
            try await bench.run([bench.granting(1, reference: "gift"), bench.granting(2, reference: "GIFT")])
            try await bench.expectBalance(3)
        },
        ContractCheck("keeps quotes, percent signs and keywords in references as they are") { bench in
            let odd: [Reference] = ["'", "''; DROP TABLE entries; --", "%s\\0$1", "\"NULL\""].compactMap {
                Reference($0.replacing(" ", with: "_"))
            }
            for reference in odd { try await bench.run(bench.granting(1, reference: reference)) }
            let found = try await bench.record().entries.compactMap(\.reference)
            try bench.expectEqual(found, odd, "references")
        },
        ContractCheck("keeps a hold without end") { bench in
            try await bench.run(bench.granting(5))
            let holding = bench.holding(5, lease: .seconds(Int64.max))
            try await bench.run(.hold(holding))
            let stage = try await bench.charge(holding.id).stage
            try bench.expectEqual(stage, .held(Lease(worker: "bench", until: .distantFuture)), "stage")
            try await bench.expectRefusal(.holdNotDue(until: .distantFuture), of: .expireHold(holding.id))
        },
        ContractCheck("keeps a charge that hundreds of grants have funded") { bench in
            let grants = (0..<300).map { _ in bench.granting(1) }
            _ = try await bench.decide(grants)
            let id = try await bench.hold(300)
            try bench.expectEqual(try await bench.charge(id).funding.count, 300, "grants")
            try await bench.run([bench.capturing(id, 200), bench.refunding(id, 150)])
            try await bench.expectBalance(250, spent: 50)
        },
    ]

    static let payloads: [ContractCheck] = [
        ContractCheck("keeps any bytes of an order, a result and a reason") { bench in
            try await bench.run(bench.granting(1_000))
            let odd: [[UInt8]] = [
                [], [0], [0, 0, 0], Array(0...255), [0xFF, 0xFE, 0x00, 0xC3, 0x28],
                Array("🙂 naïve 日本\u{0}".utf8), Array("{\"a\":1}".utf8), Array("'; --".utf8),
                [UInt8](repeating: 0, count: Payload.maximumByteCount),
            ]
            for bytes in odd {
                let payload = Payload(bytes: bytes)
                let (captured, released) = (bench.holding(1, order: payload), bench.holding(1, order: payload))
                try await bench.run([.hold(captured), bench.capturing(captured.id, result: payload)])
                try await bench.run([.hold(released), bench.releasing(released.id, reason: payload)])
                let found = [try await bench.charge(captured.id), try await bench.charge(released.id)]
                try bench.expectEqual(found.map(\.order), [payload, payload], "orders")
                try bench.expectEqual(found[0].capture?.result, payload, "result")
                let reason: Payload? = if case .released(let reason, _) = found[1].stage { reason } else { nil }
                try bench.expectEqual(reason, payload, "reason")
            }
        },
        ContractCheck("refuses an order, a result or a reason above the limit") { bench in
            let large = Payload(bytes: [UInt8](repeating: 1, count: Payload.maximumByteCount + 1))
            let refusal = Refusal.payloadTooLarge(byteCount: Payload.maximumByteCount + 1)
            try await bench.run(bench.granting(1))
            try await bench.expectRefusal(.invalidAmount, of: .hold(bench.holding(0, order: large)))
            try await bench.expectRefusal(refusal, of: .hold(bench.holding(2, order: large, limit: 0)))
            try await bench.expectRefusal(refusal, of: .deduct(bench.holding(1, order: large)))
            let id = try await bench.hold(1)
            try await bench.expectRefusal(.invalidAmount, of: bench.capturing(id, 0, result: large))
            try await bench.expectRefusal(refusal, of: bench.capturing(id, 2, result: large))
            try await bench.expectRefusal(refusal, of: bench.releasing(id, reason: large))
            try await bench.run(bench.capturing(id))
            try await bench.expectRefusal(refusal, of: bench.releasing(id, reason: large))
        },
    ]

    static let identifiers: [ContractCheck] = [
        ContractCheck("fails on an identifier that is taken, and writes nothing of the batch") { bench in
            let holding = bench.holding(2)
            let grant = bench.granting(10)
            try await bench.run([grant, .hold(holding)])
            var sameCharge = bench.holding(1)
            sameCharge.id = holding.id
            try await bench.expectIdentifierTaken(by: [bench.granting(1), .hold(sameCharge)])
            try await bench.expectIdentifierTaken(by: [.deduct(sameCharge), bench.capturing(holding.id)])
            guard case .grant(var sameGrant) = bench.granting(1), case .grant(let granted) = grant else { return }
            sameGrant.id = granted.id
            try await bench.expectIdentifierTaken(by: [.grant(sameGrant)])
            try await bench.expectBalance(8, held: 2)
        },
        ContractCheck("fails on an identifier that comes twice in one batch") { bench in
            try await bench.run(bench.granting(10))
            let holding = bench.holding(2)
            var same = bench.holding(3)
            same.id = holding.id
            try await bench.expectIdentifierTaken(by: [.hold(holding), .hold(same)])
            try await bench.expectBalance(10)
        },
    ]
}

extension ContractBench {
    func expectIdentifierTaken(by verbs: [LedgerCommand.Verb]) async throws {
        let before = try await lastPosition()
        do throws(StoreFailure) {
            _ = try await store.commit(verbs.map { LedgerCommand($0, by: "bench") }, by: rules)
        } catch {
            try expect(error.code == .identifierTaken, "failed as \(error.code) rather than identifierTaken: \(error)")
            return try expect(try await entriesWritten(since: before) == 0, "a failed commit wrote something")
        }
        throw ContractViolation("took an identifier that is taken")
    }
}
