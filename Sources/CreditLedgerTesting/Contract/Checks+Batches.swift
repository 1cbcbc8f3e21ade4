import CreditLedger

// Many commands in one commit.
extension LedgerStoreContract {
    static let batches: [ContractCheck] = [
        ContractCheck("commits no commands at all") { bench in
            _ = try await bench.decide([])
            try bench.expectEqual(try await bench.lastPosition(), 0, "the journal's end")
        },
        ContractCheck("decides the commands of a batch one after another") { bench in
            let holding = bench.holding(6)
            let results = try await bench.decide([
                .hold(bench.holding(1)), bench.granting(10), .hold(holding), .hold(bench.holding(6)),
                bench.capturing(holding.id, 5), bench.refunding(holding.id, 2), .deduct(bench.holding(7)),
                bench.releasing(holding.id),
            ])
            let expected: [Outcome] = [
                .refused(.insufficientCredits(required: 1, available: 0)), .posted(.grant, 10, 0), .posted(.hold, 4, 6),
                .refused(.insufficientCredits(required: 6, available: 4)), .posted(.capture, 5, 0),
                .posted(.refund, 7, 0), .posted(.deduct, 0, 0), .refused(.alreadyCaptured(5)),
            ]
            try bench.expectEqual(results.map(Outcome.init), expected, "outcomes")
            try await bench.expectBalance(0, spent: 10)
        },
        ContractCheck("keeps what a batch has written for the next one") { bench in
            let holdings = (0..<3).map { _ in bench.holding(2) }
            _ = try await bench.decide([bench.granting(10)] + holdings.map { .hold($0) })
            _ = try await bench.decide([
                bench.capturing(holdings[0].id), bench.releasing(holdings[1].id), .hold(bench.holding(6)),
            ])
            try await bench.expectBalance(0, held: 8, spent: 2)
        },
        ContractCheck("gives out no more than there is among hundreds of holds in one batch") { bench in
            try await bench.run([bench.granting(100), bench.granting(50)])
            let results = try await bench.decide((0..<400).map { _ in .hold(bench.holding(1)) })
            try bench.expectEqual(results.count { (try? $0.get()) != nil }, 150, "holds")
            try await bench.expectBalance(0, held: 150)
            try bench.expectEqual(try await bench.balance()?.holdsInFlight, 150, "holds in flight")
        },
        ContractCheck("serves many balances in one batch") { bench in
            let keys = (1...20).map { BalanceKey(account: AccountID(number: $0), pool: .api) }
            _ = try await bench.decide(keys.map { bench.granting(5, key: $0) })
            _ = try await bench.decide(keys.reversed().map { .hold(bench.holding(2, key: $0)) })
            for key in keys { try await bench.expectBalance(3, held: 2, of: key) }
        },
        ContractCheck("knows a reference that comes twice in one batch") { bench in
            let results = try await bench.decide([
                bench.granting(10, reference: "gift"), bench.granting(10, reference: "gift"),
                bench.granting(11, reference: "gift"), .hold(bench.holding(3, reference: "work")),
                .hold(bench.holding(3, reference: "work")), .hold(bench.holding(4, reference: "work")),
            ])
            let expected: [Outcome] = [
                .posted(.grant, 10, 0), .repeated(.grant), .refused(.referenceConflict("gift")), .posted(.hold, 7, 3),
                .repeated(.hold), .refused(.referenceConflict("work")),
            ]
            try bench.expectEqual(results.map(Outcome.init), expected, "outcomes")
            try await bench.expectBalance(7, held: 3)
        },
        ContractCheck("resolves a hold once when one batch resolves it in several ways") { bench in
            let (first, second) = (try await bench.holdOnly(10), try await bench.holdOnly(10))
            bench.clock.advance(by: .seconds(60))
            let results = try await bench.decide([
                bench.releasing(first), bench.capturing(first), .expireHold(first), bench.releasing(first),
                .expireHold(second), bench.releasing(second), bench.capturing(second), .expireHold(second),
            ])
            let expected: [Outcome] = [
                .posted(.release, 10, 10), .refused(.alreadyReleased), .refused(.alreadyReleased), .repeated(.release),
                .posted(.holdExpiry, 20, 0), .refused(.holdExpired), .refused(.holdExpired), .repeated(.holdExpiry),
            ]
            try bench.expectEqual(results.map(Outcome.init), expected, "outcomes")
        },
        ContractCheck("refuses one command of a batch and does the others") { bench in
            let results = try await bench.decide([
                bench.granting(1), bench.granting(0), bench.capturing(ChargeID(4_711)), bench.granting(2),
            ])
            let expected: [Outcome] = [
                .posted(.grant, 1, 0), .refused(.invalidAmount), .refused(.unknownCharge(ChargeID(4_711))),
                .posted(.grant, 3, 0),
            ]
            try bench.expectEqual(results.map(Outcome.init), expected, "outcomes")
        },
        ContractCheck("expires a grant once, whichever command of a batch comes first") { bench in
            try await bench.run(bench.granting(10, expiresAt: bench.moment(in: .seconds(1))))
            let id = try await bench.hold(3)
            bench.clock.advance(by: .seconds(1))
            let results = try await bench.decide([
                .hold(bench.holding(1)), bench.releasing(id), .hold(bench.holding(3)), bench.granting(4),
            ])
            let expected: [Outcome] = [
                .refused(.insufficientCredits(required: 1, available: 0)), .posted(.release, 3, 0),
                .posted(.hold, 0, 3), .posted(.grant, 4, 3),
            ]
            try bench.expectEqual(results.map(Outcome.init), expected, "outcomes")
            try await bench.expectBalance(4, held: 3, expired: 7)
        },
    ]
}

/// What is compared of a batch's outcomes.
private enum Outcome: Equatable {
    /// Done, with so much available and held afterwards.
    case posted(Entry.Kind, Credits, Credits)
    case repeated(Entry.Kind)
    case refused(Refusal)

    init(_ result: Result<Posting, Refusal>) {
        switch result {
        case .failure(let refusal): self = .refused(refusal)
        case .success(let posting) where posting.isRepeat: self = .repeated(posting.entry.kind)
        case .success(let posting):
            self = .posted(posting.entry.kind, posting.entry.after.available, posting.entry.after.held)
        }
    }
}
