/// Checks a receipt against the entries that it names and the grants that paid.
struct ReceiptCheck {
    private let receipt: Receipt
    private let record: ChargeRecord
    private var faults: [LedgerFault] = []

    static func faults(in receipt: Receipt, of record: ChargeRecord) -> [LedgerFault] {
        var check = ReceiptCheck(receipt: receipt, record: record)
        check.checkEntries()
        check.checkCourse()
        check.checkGrants()
        return check.faults
    }

    private init(receipt: Receipt, record: ChargeRecord) {
        self.receipt = receipt
        self.record = record
    }

    private mutating func expect(_ holds: Bool, at sequence: Int64? = nil, _ message: @autoclosure () -> String) {
        guard !holds else { return }
        let message = "Receipt of \(receipt.charge): \(message())"
        faults.append(LedgerFault(balance: receipt.key, sequence: sequence, message: message))
    }

    /// Each entry is this charge's, moves what its kind says, and follows the one ahead.
    private mutating func checkEntries() {
        var last: Entry?
        for entry in record.lines.map(\.entry) {
            let number = entry.sequence
            expect(
                entry.charge == receipt.charge && entry.key == receipt.key, at: number, "It is about another charge.")
            expect(entry.isBalanced, at: number, "A \(entry.kind.name) of \(entry.amount) does not move so.")
            expect(entry.hasWhatItsKindNeeds, at: number, "A \(entry.kind.name) lacks its reference.")
            expect(last.map { $0.sequence < number && $0.at <= entry.at } ?? true, at: number, "It is out of order.")
            last = entry
        }
    }

    /// One entry opened the charge, at most one other closed it, refunds alone came after, and between them it may
    /// have changed hands.
    private mutating func checkCourse() {
        let (charge, entries) = (record.charge, record.lines.map(\.entry))
        let opening = entries.first
        expect(charge.isOpened(by: opening), at: charge.opened.sequence, "It was not opened so.")
        let closing = charge.resolved.flatMap { mark in entries.first { $0.sequence == mark.sequence } }
        expect(charge.isClosed(by: closing), at: charge.resolved?.sequence, "It was not closed so.")
        let refunds = entries.filter { $0.kind == .refund }
        let refunded = charge.capture?.refunded.count ?? 0
        expect(refunds.total(\.amount) == refunded, "\(refunds.total(\.amount)) refunded, not \(refunded).")
        let isWhole =
            charge.resolved == charge.opened || closing.map { $0.change.held == -receipt.amount.count } ?? true
        expect(isWhole, at: charge.resolved?.sequence, "It did not end the whole hold.")
        let marks: Set = [charge.opened, charge.resolved ?? charge.opened]
        let adoptions = entries.filter { $0.kind == .adoption }
        expect(adoptions.allSatisfy { $0.amount == charge.amount }, "It was not passed on as it says.")
        let expected = marks.count + refunds.count + adoptions.count
        expect(entries.count == expected, "\(entries.count) entries about it, not \(expected).")
    }

    /// What was burned sums to what was taken out, and came from grants of the same balance.
    private mutating func checkGrants() {
        let charge = record.charge
        expect(charge.funding.total(\.amount) == receipt.amount.count, "It is not funded in full.")
        for part in charge.funding {
            let grant = record.grants.first { $0.id == part.grant }
            expect(grant?.key == receipt.key, "Its grant \(part.grant) is missing.")
            expect(part.amount <= grant?.terms.amount ?? .zero, "More was burned of grant \(part.grant) than it had.")
        }
        let kept = receipt.burned.total(\.kept)
        let standing = charge.resolved == nil ? receipt.amount : receipt.paid
        expect(kept == standing.count, "\(kept) left with it, not \(standing).")
    }
}

/// A receipt that cannot be given: what is on file about the charge contradicts itself.
public struct ReceiptError: Error, Hashable, Sendable {
    /// What was found.
    public let faults: [LedgerFault]
}

extension ReceiptError: CustomStringConvertible {
    public var description: String { faults.map(\.description).joined(separator: " ") }
}
