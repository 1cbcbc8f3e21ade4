/// Takes in all that is on file, once, and tells which balances do not fit.
///
/// In this order: all entries as they were written, each seal behind its last entry; all charges; all grants; all
/// balances.
public struct LedgerAudit: Sendable {
    /// What was found about the ledger as a whole.
    public private(set) var report = VerificationReport()
    /// The balances in which something does not fit.
    public private(set) var suspects: [BalanceKey] = []
    /// What is wrong with the journal as a whole.
    public private(set) var faults: [LedgerFault] = []

    private var tallies: [BalanceTally] = []
    /// What entries say by name that they took of a grant.
    private var named: [Int64: Int64] = [:]
    /// The amounts with which charges changed hands; few do.
    private var adoptions: [Int64: Int64] = [:]
    private var sealing = JournalSealing()
    private var marks: [Int64: JournalMark]
    private var isChainWhole = true

    /// An audit that has seen nothing.
    ///
    /// - Parameter marks: Seals that were kept elsewhere.
    public init(marks: [JournalMark] = []) {
        self.marks = Dictionary(marks.map { ($0.position, $0) }) { first, _ in first }
    }

    /// Takes in the next entry.
    public mutating func add(_ entry: EntryView) {
        sealing.add(entry)
        report.entries += 1
        tally(entry.slot) { $0.add(entry) }
        switch Entry.Kind(rawValue: entry.kind) {
        case .revoke: named[entry.grant, default: 0] &+= entry.availableBefore &- entry.availableAfter
        case .collection: named[entry.grant, default: 0] &+= entry.amount
        case .adoption:
            if adoptions.updateValue(entry.amount, forKey: entry.charge) ?? entry.amount != entry.amount {
                suspect(slot: entry.slot)
            }
        default: break
        }
    }

    /// Takes in a charge.
    public mutating func add(_ charge: ChargeView) {
        let isPassedOn = adoptions.isEmpty ? nil : adoptions[charge.id]
        tally(charge.slot) { tally in
            tally.add(charge)
            if let isPassedOn, isPassedOn != charge.amount { tally.suspect() }
        }
    }

    /// Takes in a grant of a balance.
    public mutating func add(_ grant: Grant, slot: Int) {
        let named = named[grant.id.value] ?? 0
        tally(slot) { $0.add(grant, named: named) }
    }

    /// Takes in a balance.
    public mutating func add(_ balance: Balance, slot: Int) {
        report.balances += 1
        report.totals.add(balance)
        tally(slot) { _ in }
        if !tallies[slot].agrees(with: balance) { suspects.append(balance.key) }
    }

    /// Says that a store's own links between the rows of a balance do not fit.
    public mutating func suspect(slot: Int) {
        tally(slot) { $0.suspect() }
    }

    /// Says that something about a balance does not fit.
    public mutating func suspect(_ key: BalanceKey) {
        if !suspects.contains(key) { suspects.append(key) }
    }

    /// Says that something does not fit that is no one balance's.
    public mutating func add(fault message: String) {
        faults.append(LedgerFault(balance: nil, sequence: nil, message: message))
    }

    private mutating func tally(_ slot: Int, _ change: (inout BalanceTally) -> Void) {
        if slot >= tallies.count {
            tallies.append(
                contentsOf: repeatElement(BalanceTally(), count: max(slot + 1 - tallies.count, tallies.count)))
        }
        change(&tallies[slot])
    }
}

// Seals.
extension LedgerAudit {
    /// Takes in the seal over the entries since the one before.
    public mutating func add(_ seal: JournalSeal) {
        let isWhole = sealing.seal == seal
        if isChainWhole && !isWhole {
            add(
                fault:
                    "The seal over the entries from \(seal.first) to \(seal.last) is broken: one of them was changed.")
        }
        isChainWhole = isChainWhole && isWhole
        if isChainWhole { report.sealed = seal.mark }
        if let mark = marks.removeValue(forKey: seal.last), mark != seal.mark {
            add(fault: "The seal at \(mark.position) is not the one that was kept: the journal was made anew.")
        }
        sealing = JournalSealing(after: seal.head)
    }

    /// Says that everything was taken in.
    public mutating func finish() {
        for position in marks.keys.sorted() {
            add(fault: "There is no seal at \(position), where one was kept.")
        }
    }
}
