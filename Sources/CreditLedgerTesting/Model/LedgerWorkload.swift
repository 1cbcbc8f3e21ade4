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

    var random: SeededGenerator
    /// The pools that are open, as far as is known; a closed one makes room for a new account's.
    private(set) var keys: [BalanceKey]
    private(set) var closedKeys: [BalanceKey] = []
    private var lastAccount: UInt64 = 3
    var lastNumber: Int64
    /// The charges that holds and deductions asked for, whatever came of them.
    var wanted: [ChargeID] = []
    private(set) var opened: [ChargeID] = []
    private(set) var captured: [ChargeID] = []
    private(set) var granted: [GrantID] = []
    private(set) var commands: [LedgerCommand] = []
    private(set) var now: Timestamp

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
        let roll = Int.random(in: 0..<200, using: &random)
        if roll < 12 {
            let wait = Duration.seconds([1, 1, 5, 20, 60, 3_000_000].randomElement(using: &random) ?? 1)
            pass(wait)
            return .wait(wait)
        }
        let command = LedgerCommand(roll < 32 ? repeatedVerb() : newVerb(roll), by: actor())
        Self.remember(command, in: &commands)
        return .command(command)
    }

    /// Takes note of time that has passed without its having said so.
    public mutating func pass(_ duration: Duration) {
        now = now.advanced(by: duration)
    }

    /// Takes note of what was done, so that more of the following commands are about charges that
    /// there are.
    public mutating func note(_ posting: Posting) {
        switch (posting.entry.kind, posting.entry.charge, posting.entry.grant) {
        case (.hold, let id?, _): Self.remember(id, in: &opened)
        case (.capture, let id?, _), (.deduct, let id?, _): Self.remember(id, in: &captured)
        case (.grant, _, let id?): Self.remember(id, in: &granted)
        case (.close, _, _): replace(posting.entry.key)
        default: return
        }
    }

    private mutating func replace(_ key: BalanceKey) {
        Self.remember(key, in: &closedKeys)
        guard let place = keys.firstIndex(of: key) else { return }
        lastAccount += 1
        keys[place] = BalanceKey(account: AccountID(number: lastAccount), pool: key.pool)
    }

    static func remember<Element>(_ element: Element, in list: inout [Element]) {
        if list.count == memory { list.removeFirst() }
        list.append(element)
    }

    mutating func newVerb(_ roll: Int) -> LedgerCommand.Verb {
        switch roll {
        case ..<56: return .grant(granting(reference("grant")))
        case ..<105: return .hold(holding(reference("hold")))
        case ..<118: return .deduct(holding(reference("deduct")))
        case ..<146: return .capture(charge(), amount: someAmount(), result: payload())
        case ..<161: return .release(charge(), reference: releaseReference(), reason: payload())
        case ..<167: return .expireHold(charge())
        case ..<173: return .adopt(adopting(reference("adopt")))
        case ..<188: return .refund(paidCharge(), amount: someAmount(), reference: reference("refund"))
        case ..<195: return .revoke(grant(), amount: someAmount(), reference: reference("revoke"), reason: reason())
        case ..<199: return withdrawal(reference("withdraw"))
        default: return .close(key(), reference: reference("close"), reason: reason())
        }
    }

    /// An earlier command, as it was or with something changed in it.
    private mutating func repeatedVerb() -> LedgerCommand.Verb {
        guard let earlier = commands.randomElement(using: &random) else { return newVerb(40) }
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
        case .adopt(let old): return .adopt(isChanged ? adopting(old.reference) : old)
        case .refund(let id, let amount, let reference):
            return .refund(isChanged ? charge() : id, amount: isChanged ? someAmount() : amount, reference: reference)
        case .revoke(let id, let amount, let reference, let reason):
            return .revoke(
                isChanged ? grant() : id, amount: isChanged ? someAmount() : amount, reference: reference,
                reason: reason)
        case .withdraw(_, _, let reference, _): return isChanged ? withdrawal(reference) : earlier.verb
        case .close(let key, let reference, let reason):
            return .close(isChanged ? self.key() : key, reference: reference, reason: reason)
        }
    }

    private mutating func copy(of old: LedgerCommand.Holding, isChanged: Bool) -> LedgerCommand.Holding {
        var new = isChanged ? holding(old.reference) : old
        new.id = ChargeID(number())
        return new
    }
}
