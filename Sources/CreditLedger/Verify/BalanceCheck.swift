/// Checks all that is on file about one balance against its journal: conservation, sequence, each
/// entry's before and after, charges, grants and references.
public struct BalanceCheck {
    private let record: BalanceRecord
    private let journal: JournalTotals
    private var faults: [LedgerFault] = []

    /// What is wrong with a record; nothing, if all is well.
    public static func faults(in record: BalanceRecord) -> [LedgerFault] {
        var check = BalanceCheck(record: record)
        check.checkEntries()
        check.checkBalance()
        check.checkCharges()
        check.checkGrants()
        check.checkRevoked()
        return check.faults
    }

    private init(record: BalanceRecord) {
        self.record = record
        journal = record.entries.reduce(into: JournalTotals()) { $0.add($1) }
    }

    private mutating func expect(_ holds: Bool, at sequence: Int64? = nil, _ message: @autoclosure () -> String) {
        guard !holds else { return }
        faults.append(LedgerFault(balance: record.balance.key, sequence: sequence, message: message()))
    }
}

// The journal against itself and against the balance.
extension BalanceCheck {
    private mutating func checkEntries() {
        var standing = Entry.Standing(available: .zero, held: .zero)
        var time = Timestamp.distantPast
        var references: Set<Reference> = []
        var isClosed = false
        for (index, entry) in record.entries.enumerated() {
            let number = entry.sequence
            expect(entry.key == record.balance.key, at: number, "It is about another balance.")
            expect(number == Int64(index) + 1, at: number, "The entry ahead is missing, or this one is doubled.")
            expect(entry.before == standing, at: number, "It does not start where the entry ahead ended.")
            expect(entry.isBalanced, at: number, "A \(entry.kind.name) of \(entry.amount) does not move so.")
            expect(entry.at >= time, at: number, "It is dated ahead of the entry before it.")
            if let reference = entry.reference {
                expect(references.insert(reference).inserted, at: number, "Its reference \(reference) is doubled.")
            }
            expect(entry.hasWhatItsKindNeeds, at: number, "A \(entry.kind.name) lacks its reference, charge or grant.")
            expect(!isClosed || !entry.kind.needsOpenPool, at: number, "A \(entry.kind.name) in a closed pool.")
            (standing, time) = (entry.after, entry.at)
            isClosed = isClosed || entry.kind == .close
        }
    }

    private mutating func checkBalance() {
        let balance = record.balance
        let places = [
            ("available", balance.available, journal.available), ("held", balance.held, journal.held),
            ("spent", balance.spent, journal.spent), ("expired", balance.expired, journal.expired),
            ("revoked", balance.revoked, journal.revoked), ("in debt", balance.debt, journal.debt),
        ]
        for (place, stored, rebuilt) in places {
            expect(stored.count == rebuilt, "\(stored) \(place) on file, \(rebuilt) by the journal.")
        }
        expect(!balance.isClosed || balance.available == .zero, "\(balance.available) available in a closed pool.")
        expect(
            balance.isClosed == journal.isClosed, "It is \(balance.isClosed ? "" : "not ")closed, unlike its journal.")
        let count = Int64(record.entries.count)
        expect(balance.sequence == count, "\(balance.sequence) entries on file, \(count) in the journal.")
        expect(
            record.entries.last?.at == balance.updatedAt || record.entries.isEmpty, "Its time is not its last entry's.")
    }
}

// The charges against the journal and the balance.
extension BalanceCheck {
    private mutating func checkCharges() {
        let entries = Dictionary(grouping: record.entries.filter { $0.charge != nil }, by: \.charge)
        var known: Set<ChargeID?> = []
        for charge in record.charges {
            known.insert(charge.id)
            checkCharge(charge, entries: entries[charge.id] ?? [])
        }
        for (id, strays) in entries where !known.contains(id) {
            expect(false, at: strays.first?.sequence, "Its charge is missing.")
        }
        let balance = record.balance
        let open = record.charges.filter { $0.resolved == nil }
        let held = open.total(\.amount)
        expect(held == balance.held.count, "\(balance.held) held on file, \(held) by the charges.")
        expect(
            open.count == balance.holdsInFlight,
            "\(balance.holdsInFlight) holds in flight on file, \(open.count) found.")
        let captures = record.charges.compactMap(\.capture)
        let spent = captures.total(\.amount) &- captures.total(\.refunded)
        expect(spent == balance.spent.count, "\(balance.spent) spent on file, \(spent) by the charges.")
    }

    private mutating func checkCharge(_ charge: Charge, entries: [Entry]) {
        expect(charge.key == record.balance.key, "Charge \(charge.id) is another balance's.")
        let refunds = entries.filter { $0.kind == .refund }.total(\.amount)
        let opening = entries.first { $0.sequence == charge.opened.sequence }
        let closing = charge.resolved.flatMap { mark in entries.first { $0.sequence == mark.sequence } }
        expect(
            charge.isOpened(by: opening), at: charge.opened.sequence, "Charge \(charge.id) was not opened so.")
        expect(charge.funding.total(\.amount) == charge.amount.count, "Charge \(charge.id) is not funded in full.")
        expect(charge.isClosed(by: closing), "Charge \(charge.id) was not closed as it says.")
        expect(
            entries.allSatisfy { $0.kind != .adoption || $0.amount == charge.amount },
            "Charge \(charge.id) was not passed on as it says.")
        expect(
            refunds == charge.capture?.refunded.count ?? 0, "Charge \(charge.id) was not refunded as it says.")
        if let capture = charge.capture {
            expect(
                capture.refunded <= capture.amount && capture.amount <= charge.amount,
                "Charge \(charge.id) took or gave back too much.")
        }
    }
}

// The grants against the journal, the charges and the balance.
extension BalanceCheck {
    private mutating func checkGrants() {
        let known = Set(record.grants.map(\.id))
        var burned: [GrantID: Int64] = [:]
        for charge in record.charges {
            expect(charge.funding.allSatisfy { known.contains($0.grant) }, "A grant of charge \(charge.id) is missing.")
            for part in charge.kept { burned[part.grant, default: 0] &+= part.amount.count }
        }
        let entries = Dictionary(
            grouping: record.entries.filter { $0.grant != nil }, by: \.grant)
        for (id, strays) in entries where !(id.map(known.contains) ?? false) {
            expect(false, at: strays.first?.sequence, "Its grant is missing.")
        }
        for grant in record.grants {
            expect(grant.key == record.balance.key, "Grant \(grant.id) is another balance's.")
            let own = entries[grant.id] ?? []
            let granted = own.filter { $0.kind == .grant }
            expect(
                granted.count == 1 && granted[0].amount == grant.terms.amount
                    && granted[0].reference == grant.reference && granted[0].at == grant.createdAt,
                "Grant \(grant.id) was not made so.")
            expect(
                own.filter { $0.kind == .grantExpiry }.total(\.amount) == grant.expired.count,
                "Grant \(grant.id) did not expire so.")
            expect(
                own.filter { $0.kind == .revoke }.total(\.amount) == grant.recalled.count,
                "Grant \(grant.id) was not revoked so.")
            let parts = grant.remaining.count &+ grant.expired.count &+ grant.revoked.count
            expect(
                parts &+ (burned[grant.id] ?? 0) == grant.terms.amount.count,
                "The parts of grant \(grant.id) do not sum to it.")
        }
        let (available, left) = (record.balance.available, record.grants.total(\.remaining))
        expect(left == available.count, "\(available) available on file, \(left) left in its grants.")
    }
    /// What a revocation or a collection took names its grant; what a withdrawal or the closing took does not.
    private mutating func checkRevoked() {
        var takenOut: Int64 = 0
        for grant in record.grants {
            let named = journal.takenBack[grant.id] ?? 0
            expect(grant.revoked.count >= named, "\(named) were taken back of grant \(grant.id), not \(grant.revoked).")
            takenOut &+= grant.revoked.count &- named
        }
        let rebuilt = journal.takenOut
        expect(takenOut == rebuilt, "\(takenOut) taken out of the grants, \(rebuilt) by the journal.")
    }
}
