import CreditLedger
import CreditLedgerTesting

/// A ledger of one balance, two grants and two charges, told by the rules and by the auditor at once.
struct SmallWorld {
    /// What can happen in it. Each step is one and the same command wherever it stands, so that a
    /// sequence with a step twice asks again by the same reference.
    enum Step: CaseIterable, Sendable {
        case grantForever, grantBriefly, holdFirst, holdSecond, captureSomeOfFirst, captureSecond, releaseFirst
        case refundSomeOfFirst, expireFirst, adoptFirst, revokeForever, revokeSomeOfBrief, withdraw, close, wait
    }

    /// The rules and the auditor do not agree, or what is on file contradicts itself.
    struct Contradiction: Error, CustomStringConvertible {
        let description: String
    }

    private static let key = BalanceKey(account: AccountID(number: 1), pool: .app)
    private static let (forever, brief) = (GrantID(1), GrantID(2))
    private static let (first, second) = (ChargeID(1), ChargeID(2))

    private var slice = LedgerSlice()
    private var auditor = LedgerAuditor()
    private var now = ManualClock.start

    /// Does a step, and tells whether anything is otherwise than before.
    mutating func take(_ step: Step, by rules: LedgerRules) throws(Contradiction) -> Bool {
        guard let verb = Self.verb(of: step) else {
            // Past the end of the brief grant, and of each hold that stands by then.
            now = now.advanced(by: .seconds(20))
            try check()
            return true
        }
        let command = LedgerCommand(verb, by: "test")
        let (written, moment) = (slice.written.count, now)
        let decision = Result { () throws(Refusal) in try rules.decide(command, at: moment, in: &slice) }
        let (found, expected) = (AuditedOutcome(decision), auditor.decide(command, at: moment))
        guard found == expected else { throw Contradiction(description: "\(found)\nis not \(expected)") }
        guard slice.written.count > written else { return false }
        try check()
        return true
    }

    private func check() throws(Contradiction) {
        guard let stored = slice.balances[Self.key] else { return }
        let record = BalanceRecord(
            balance: stored, entries: slice.written, charges: Array(slice.charges.values),
            grants: Array(slice.grants.values))
        let faults = BalanceCheck.faults(in: record)
        guard faults.isEmpty else { throw Contradiction(description: "\(faults)") }
        var balance = stored.less(expired: record.grants.filter { $0.remaining > 0 }, at: now)
        (balance.sequence, balance.updatedAt) = (0, .distantPast)
        try compare(balance, auditor.balance(Self.key, at: now))
        let grants = record.grants.map { AuditedOutcome.GrantView($0, at: now) }.sorted { $0.id < $1.id }
        try compare(grants, auditor.grants(of: Self.key, at: now))
        let charges = record.charges.map { AuditedOutcome.ChargeView($0) }.sorted { $0.id < $1.id }
        try compare(charges, auditor.charges)
    }

    private func compare<Value: Equatable>(_ found: Value, _ expected: Value) throws(Contradiction) {
        guard found == expected else { throw Contradiction(description: "\(found)\nis not \(expected)") }
    }
}

extension SmallWorld {
    /// The step's command; `nil` for one in which only time passes.
    private static func verb(of step: Step) -> LedgerCommand.Verb? {
        switch step {
        case .grantForever: granting(forever, 4, "forever", expiresAt: nil)
        case .grantBriefly: granting(brief, 2, "brief", expiresAt: ManualClock.start.advanced(by: .seconds(10)))
        case .holdFirst: holding(first, 3, "first")
        case .holdSecond: holding(second, 2, "second")
        case .captureSomeOfFirst: .capture(first, amount: 1, result: .empty)
        case .captureSecond: .capture(second, amount: nil, result: .empty)
        case .releaseFirst: .release(first, reference: "sorry", reason: .empty)
        case .refundSomeOfFirst: .refund(first, amount: 1, reference: "back")
        case .expireFirst: .expireHold(first)
        case .adoptFirst:
            .adopt(.init(charge: first, reference: "adopt", worker: "heir", leaseDuration: .seconds(20)))
        case .revokeForever: .revoke(forever, amount: nil, reference: "recall", reason: nil)
        case .revokeSomeOfBrief: .revoke(brief, amount: 1, reference: "recall-some", reason: nil)
        case .withdraw:
            Reason("granted twice").map { .withdraw(key, amount: 1, reference: "withdraw", reason: $0) }
        case .close: .close(key, reference: "close", reason: nil)
        case .wait: nil
        }
    }

    private static func granting(
        _ id: GrantID, _ amount: Credits, _ reference: Reference, expiresAt: Timestamp?
    ) -> LedgerCommand.Verb {
        .grant(.init(id: id, key: key, reference: reference, terms: GrantTerms(amount: amount, expiresAt: expiresAt)))
    }

    private static func holding(_ id: ChargeID, _ amount: Credits, _ reference: Reference) -> LedgerCommand.Verb {
        .hold(.init(id: id, key: key, reference: reference, amount: amount, leaseDuration: .seconds(20)))
    }
}
