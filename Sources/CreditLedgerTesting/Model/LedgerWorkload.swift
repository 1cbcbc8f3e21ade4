public import CreditLedger

/// A stream of commands and moments that visits the interesting states of a ledger often: short
/// balances, shared grants, late captures, repeats and conflicts. The same seed gives the same stream.
public struct LedgerWorkload: Sendable {
    /// What happens next.
    public enum Step: Sendable {
        /// Somebody asks for something.
        case command(LedgerCommand)
        /// Time passes.
        case wait(Duration)
    }

    /// Of how many recent charges and commands the next ones are about.
    private static let memory = 48

    private var random: SeededGenerator
    private let keys: [BalanceKey]
    private var lastNumber: Int64
    /// The charges that holds and deductions asked for, whatever came of them.
    private var wanted: [ChargeID] = []
    private var opened: [ChargeID] = []
    private var captured: [ChargeID] = []
    private var commands: [LedgerCommand] = []
    private var now: Timestamp

    /// The stream of a seed, starting at a moment.
    public init(seed: UInt64, at now: Timestamp = ManualClock.start) {
        random = SeededGenerator(seed: seed)
        keys = (1...3).flatMap { account in
            [Pool.app, .api].map { BalanceKey(account: AccountID(number: account), pool: $0) }
        }
        lastNumber = 0
        self.now = now
    }

    /// The next step.
    public mutating func next() -> Step {
        let roll = Int.random(in: 0..<100, using: &random)
        if roll < 6 {
            let wait = Duration.seconds([1, 1, 5, 20, 60, 3_000_000].randomElement(using: &random) ?? 1)
            now = now.advanced(by: wait)
            return .wait(wait)
        }
        let command = LedgerCommand(roll < 16 ? repeatedVerb() : newVerb(roll), by: actor())
        Self.remember(command, in: &commands)
        return .command(command)
    }

    /// Takes note of what was done, so that more of the following commands are about charges that
    /// there are.
    public mutating func note(_ posting: Posting) {
        guard let id = posting.charge?.id, !posting.isRepeat else { return }
        switch posting.entry.kind {
        case .hold: Self.remember(id, in: &opened)
        case .capture, .deduct: Self.remember(id, in: &captured)
        default: return
        }
    }

    private static func remember<Element>(_ element: Element, in list: inout [Element]) {
        if list.count == memory { list.removeFirst() }
        list.append(element)
    }

    private mutating func newVerb(_ roll: Int) -> LedgerCommand.Verb {
        switch roll {
        case ..<28: return .grant(granting(reference("grant")))
        case ..<54: return .hold(holding(reference("hold")))
        case ..<61: return .deduct(holding(reference("deduct")))
        case ..<76: return .capture(charge(), amount: someAmount(), result: payload())
        case ..<84: return .release(charge(), reference: releaseReference(), reason: payload())
        case ..<89: return .expireHold(charge())
        default: return .refund(paidCharge(), amount: someAmount(), reference: reference("refund"))
        }
    }

    /// An earlier command, as it was or with something changed in it.
    private mutating func repeatedVerb() -> LedgerCommand.Verb {
        guard let earlier = commands.randomElement(using: &random) else { return newVerb(20) }
        let isChanged = Int.random(in: 0..<3, using: &random) == 0
        switch earlier.verb {
        case .grant(let old):
            var new = isChanged ? granting(old.reference) : old
            new.id = GrantID(number())
            return .grant(new)
        case .hold(let old): return .hold(copy(of: old, isChanged: isChanged))
        case .deduct(let old):
            let new = copy(of: old, isChanged: isChanged)
            return isChanged && Bool.random(using: &random) ? .hold(new) : .deduct(new)
        case .capture(let id, let amount, let result):
            return .capture(id, amount: isChanged ? someAmount() : amount, result: result)
        case .release(let id, let reference, let reason):
            return .release(isChanged ? charge() : id, reference: reference, reason: reason)
        case .expireHold(let id): return .expireHold(id)
        case .refund(let id, let amount, let reference):
            return .refund(isChanged ? charge() : id, amount: isChanged ? someAmount() : amount, reference: reference)
        }
    }

    private mutating func copy(of old: LedgerCommand.Holding, isChanged: Bool) -> LedgerCommand.Holding {
        var new = isChanged ? holding(old.reference) : old
        new.id = ChargeID(number())
        return new
    }
}

// The parts of commands.
extension LedgerWorkload {
    private mutating func number() -> Int64 {
        lastNumber += 1
        return lastNumber
    }

    private mutating func reference(_ prefix: String) -> Reference {
        Reference(stringLiteral: "\(prefix)-\(number())")
    }

    private mutating func releaseReference() -> Reference {
        let isOfAnother = Int.random(in: 0..<20, using: &random) == 0
        return (isOfAnother ? commands.randomElement(using: &random)?.reference : nil) ?? reference("release")
    }

    private mutating func actor() -> ActorID {
        ["user", "key:1", "worker"].randomElement(using: &random) ?? "user"
    }

    private mutating func payload() -> Payload {
        let count = Int.random(in: 0..<4, using: &random)
        return Payload(bytes: (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    private mutating func someAmount() -> Credits? {
        [nil, nil, nil, nil, 0, 1, 1, 1, 2, 2, 3, 5, 8, 13].randomElement(using: &random) ?? nil
    }

    private mutating func charge() -> ChargeID {
        let roll = Int.random(in: 0..<40, using: &random)
        let list = roll < 26 ? opened.suffix(12) : roll < 32 ? captured : roll < 39 ? wanted.suffix(4) : []
        return list.randomElement(using: &random) ?? ChargeID(.max)
    }

    private mutating func paidCharge() -> ChargeID {
        let isAny = Int.random(in: 0..<4, using: &random) == 0
        return (isAny ? nil : captured.randomElement(using: &random)) ?? charge()
    }

    private mutating func key() -> BalanceKey {
        keys[Int.random(in: keys.indices, using: &random)]
    }

    private mutating func granting(_ reference: Reference) -> LedgerCommand.Granting {
        let lives: [Int64?] = [nil, nil, nil, 1, 6, 6, 30, 30, 90, 90, 400, 4_000_000, 0, -5]
        let seconds = lives.randomElement(using: &random) ?? nil
        let priorities = [50, 50, 50, 50, 50, 50, 50, 0, 0, 10, 10, 10, 100, 100, 100, 101, -1]
        let terms = GrantTerms(
            amount: [0, 1, 3, 5, 8, 8, 13, 13, 21, 21, 34, 34].randomElement(using: &random) ?? 1, source: "test",
            priority: priorities.randomElement(using: &random) ?? 50,
            expiresAt: seconds.map { now.advanced(by: .seconds($0)) })
        return .init(id: GrantID(number()), key: key(), reference: reference, terms: terms)
    }

    private mutating func holding(_ reference: Reference) -> LedgerCommand.Holding {
        let id = ChargeID(number())
        Self.remember(id, in: &wanted)
        return LedgerCommand.Holding(
            id: id, key: key(), reference: reference,
            amount: [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 5, 5, 8, 8, 13, 40].randomElement(using: &random) ?? 1,
            order: payload(), worker: "model", leaseDuration: .seconds([0, 5, 30, 60].randomElement(using: &random) ?? 0),
            limitInFlight: [nil, nil, nil, nil, nil, nil, 3, 6, 12].randomElement(using: &random) ?? nil)
    }
}
