import CreditLedger

// Taking credits out, and closing a pool.
extension LedgerStoreContract {
    static let withdrawals: [ContractCheck] = [
        ContractCheck("takes credits out in burn order and writes it down") { bench in
            let late = try await bench.grant(10, priority: 90)
            let early = try await bench.grant(10, priority: 10)
            let posting = try await bench.run(try bench.withdrawing(12, reference: "correct", reason: "twice"))
            try bench.expectEqual(posting.entry.kind, .withdrawal, "kind")
            try bench.expectEqual(posting.entry.amount, 12, "amount")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 8, held: 0), "after")
            try bench.expectEqual(posting.entry.reason, Reason("twice"), "reason")
            try bench.expectEqual(try await bench.record().entries.last, posting.entry, "the stored entry")
            try await bench.expectGrant(early, remaining: 0, revoked: 10, recalled: 0)
            try await bench.expectGrant(late, remaining: 8, revoked: 2, recalled: 0)
            try await bench.expectBalance(8, revoked: 12)
        },
        ContractCheck("refuses to take out nothing, or more than is available") { bench in
            let lack = Refusal.insufficientCredits(required: 1, available: 0)
            try await bench.expectRefusal(lack, of: try bench.withdrawing(1))
            try bench.expect(try await bench.balance() == nil, "a refusal made a balance")
            try await bench.run([bench.granting(4, expiresAt: bench.moment(in: .seconds(10))), bench.granting(5)])
            _ = try await bench.hold(1)
            try await bench.expectRefusal(.invalidAmount, of: try bench.withdrawing(0))
            let more = Refusal.insufficientCredits(required: 9, available: 8)
            try await bench.expectRefusal(more, of: try bench.withdrawing(9))
            bench.clock.advance(by: .seconds(10))
            let due = Refusal.insufficientCredits(required: 8, available: 5)
            try await bench.expectRefusal(due, of: try bench.withdrawing(8), writing: 1)
            try await bench.run(try bench.withdrawing(5))
            try await bench.expectBalance(0, held: 1, expired: 3, revoked: 5)
        },
        ContractCheck("answers a repeated withdrawal with the first, and refuses another") { bench in
            try await bench.run([bench.granting(10), bench.granting(10, key: ContractBench.otherKey)])
            let first = try await bench.run(try bench.withdrawing(4, reference: "correct"))
            try await bench.expectRepeat(of: first, by: try bench.withdrawing(4, reference: "correct"))
            let others = [
                try bench.withdrawing(5, reference: "correct"), try bench.withdrawing(0, reference: "correct"),
                try bench.withdrawing(4, reference: "correct", reason: "other"),
                try bench.withdrawing(4, reference: "correct", from: ContractBench.otherKey),
                .deduct(bench.holding(4, reference: "correct")), bench.closing(reference: "correct"),
            ]
            for verb in others { try await bench.expectRefusal(.referenceConflict("correct"), of: verb) }
            try await bench.expectBalance(6, revoked: 4)
        },
        ContractCheck("keeps any reason as it is") { bench in
            let grant = try await bench.grant(10)
            let longest = String(repeating: "ß", count: 127) + "s"
            for reason in ["x", "'; DROP TABLE entries; --", "line\nline\ttab 🙂", longest] {
                let entry = try await bench.run(bench.revoking(grant, 1, reason: reason)).entry
                try bench.expectEqual(entry.reason?.text, reason, "reason")
                try bench.expectEqual(try await bench.record().entries.last, entry, "the stored entry")
            }
            let reference: Reference = "no-reason"
            try await bench.run(.close(ContractBench.key, reference: reference, reason: nil))
            try bench.expectEqual(try await bench.record().entries.last?.reason, nil, "reason")
        },
    ]

    static let closings: [ContractCheck] = [
        ContractCheck("closes a pool, revokes what is available and writes it down") { bench in
            let grant = try await bench.grant(10)
            let posting = try await bench.run(bench.closing(reference: "close"))
            try bench.expectEqual(posting.entry.kind, .close, "kind")
            try bench.expectEqual(posting.entry.amount, 10, "amount")
            try bench.expectEqual(posting.entry.after, Entry.Standing(available: 0, held: 0), "after")
            try bench.expectEqual(posting.entry.reason, Reason("left"), "reason")
            try bench.expectEqual(try await bench.record().entries.last, posting.entry, "the stored entry")
            try await bench.expectGrant(grant, remaining: 0, revoked: 10, recalled: 0)
            try bench.expectEqual(try await bench.balance()?.isClosed, true, "closed")
            try await bench.expectBalance(0, revoked: 10)
        },
        ContractCheck("closes a pool that nothing was ever put into") { bench in
            let posting = try await bench.run(bench.closing())
            try bench.expectEqual(posting.entry.amount, 0, "amount")
            try bench.expectEqual(posting.entry.sequence, 1, "sequence")
            try bench.expectEqual(try await bench.balance()?.isClosed, true, "closed")
            try await bench.expectRefusal(.accountClosed, of: bench.granting(1))
            try await bench.expectKinds([.close])
        },
        ContractCheck("closes a pool once") { bench in
            try await bench.run([bench.granting(10), bench.granting(10, key: ContractBench.otherKey)])
            let first = try await bench.run(bench.closing(reference: "close"))
            try await bench.expectRepeat(of: first, by: bench.closing(reference: "close"))
            try await bench.expectRefusal(.accountClosed, of: bench.closing(reference: "again"))
            let conflict = Refusal.referenceConflict("close")
            try await bench.expectRefusal(conflict, of: bench.closing(ContractBench.otherKey, reference: "close"))
            try await bench.expectBalance(10, of: ContractBench.otherKey)
        },
        ContractCheck("expires what is due ahead of closing") { bench in
            try await bench.run([bench.granting(4, expiresAt: bench.moment(in: .seconds(10))), bench.granting(5)])
            bench.clock.advance(by: .seconds(10))
            let posting = try await bench.run(bench.closing())
            try bench.expectEqual(posting.entry.amount, 5, "amount")
            try await bench.expectKinds([.grant, .grant, .grantExpiry, .close])
            try await bench.expectBalance(0, expired: 4, revoked: 5)
        },
        ContractCheck("closes one pool, and not the account's others") { bench in
            let api = BalanceKey(account: bench.mainAccount, pool: .api)
            try await bench.run([bench.granting(1), bench.granting(2, key: api), bench.closing()])
            try await bench.run([bench.granting(3, key: api), .deduct(bench.holding(4, key: api))])
            try await bench.expectBalance(1, spent: 4, of: api)
            try bench.expectEqual(try await bench.balance(api)?.isClosed, false, "closed")
        },
        ContractCheck("closes a pool in the middle of a batch") { bench in
            let holding = bench.holding(6)
            let results = try await bench.decide([
                bench.granting(10), .hold(holding), bench.closing(), bench.granting(1), .hold(bench.holding(1)),
                bench.capturing(holding.id, 2), bench.closing(),
            ])
            let refusals = results.map { result -> Refusal? in
                if case .failure(let refusal) = result { refusal } else { nil }
            }
            try bench.expectEqual(
                refusals, [nil, nil, nil, .accountClosed, .accountClosed, nil, .accountClosed], "refusals")
            try await bench.expectBalance(0, spent: 2, revoked: 8)
        },
    ]
}
