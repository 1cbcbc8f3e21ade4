import CreditLedger

// The parts of commands.
extension LedgerWorkload {
    mutating func number() -> Int64 {
        lastNumber += 1
        return lastNumber
    }

    mutating func reference(_ prefix: String) -> Reference {
        Reference(stringLiteral: "\(prefix)-\(number())")
    }

    mutating func releaseReference() -> Reference {
        let isOfAnother = Int.random(in: 0..<20, using: &random) == 0
        return (isOfAnother ? commands.randomElement(using: &random)?.reference : nil) ?? reference("release")
    }

    mutating func actor() -> ActorID {
        ["user", "key:1", "worker"].randomElement(using: &random) ?? "user"
    }

    mutating func payload() -> Payload {
        let count = Int.random(in: 0..<4, using: &random)
        return Payload(bytes: (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    mutating func someAmount() -> Credits? {
        [nil, nil, nil, nil, 0, 1, 1, 1, 2, 2, 3, 5, 8, 13].randomElement(using: &random) ?? nil
    }

    mutating func charge() -> ChargeID {
        let roll = Int.random(in: 0..<40, using: &random)
        let list = roll < 26 ? opened.suffix(12) : roll < 32 ? captured : roll < 39 ? wanted.suffix(4) : []
        return list.randomElement(using: &random) ?? ChargeID(.max)
    }

    mutating func paidCharge() -> ChargeID {
        let isAny = Int.random(in: 0..<4, using: &random) == 0
        return (isAny ? nil : captured.randomElement(using: &random)) ?? charge()
    }

    mutating func grant() -> GrantID {
        let isAny = Int.random(in: 0..<20, using: &random) == 0
        return (isAny ? nil : granted.suffix(24).randomElement(using: &random)) ?? GrantID(.max)
    }

    mutating func reason() -> Reason? {
        ["charged back", "granted twice", nil].randomElement(using: &random)?.flatMap { Reason($0) }
    }

    mutating func withdrawal(_ reference: Reference) -> LedgerCommand.Verb {
        let amount: Credits = [0, 1, 1, 2, 3, 5, 8, 40].randomElement(using: &random) ?? 1
        guard let reason = reason() ?? Reason("asked for") else { return newVerb(0) }
        return .withdraw(key(), amount: amount, reference: reference, reason: reason)
    }

    mutating func key() -> BalanceKey {
        let isOfThePast = Int.random(in: 0..<32, using: &random) == 0
        if isOfThePast, let key = closedKeys.randomElement(using: &random) { return key }
        return keys[Int.random(in: keys.indices, using: &random)]
    }

    mutating func granting(_ reference: Reference) -> LedgerCommand.Granting {
        let lives: [Int64?] = [nil, nil, nil, 1, 6, 6, 30, 30, 90, 90, 400, 4_000_000, 0, -5]
        let seconds = lives.randomElement(using: &random) ?? nil
        let priorities = [50, 50, 50, 50, 50, 50, 50, 0, 0, 10, 10, 10, 100, 100, 100, 101, -1]
        let terms = GrantTerms(
            amount: [0, 1, 3, 5, 8, 8, 13, 13, 21, 21, 34, 34].randomElement(using: &random) ?? 1, source: "test",
            priority: priorities.randomElement(using: &random) ?? 50,
            expiresAt: seconds.map { now.advanced(by: .seconds($0)) })
        return .init(id: GrantID(number()), key: key(), reference: reference, terms: terms, reason: reason())
    }

    mutating func holding(_ reference: Reference) -> LedgerCommand.Holding {
        let id = ChargeID(number())
        Self.remember(id, in: &wanted)
        return LedgerCommand.Holding(
            id: id, key: key(), reference: reference,
            amount: [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 5, 5, 8, 8, 13, 40].randomElement(using: &random) ?? 1,
            order: payload(), worker: "model",
            leaseDuration: .seconds([0, 5, 30, 60].randomElement(using: &random) ?? 0),
            limitInFlight: [nil, nil, nil, nil, nil, nil, 3, 6, 12].randomElement(using: &random) ?? nil)
    }

    mutating func adopting(_ reference: Reference) -> LedgerCommand.Adopting {
        LedgerCommand.Adopting(
            charge: charge(), reference: reference, worker: "heir",
            leaseDuration: .seconds([0, 5, 30, 60].randomElement(using: &random) ?? 0))
    }
}
