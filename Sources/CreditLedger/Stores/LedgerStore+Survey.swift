// For stores that have no shorter way.
extension LedgerStore {
    /// Hands everything on file to an audit, balance by balance, each as of its own moment.
    public func survey(_ audit: LedgerAudit) async throws(StoreFailure) -> LedgerAudit {
        var audit = audit
        var slot = 0
        var last: BalanceKey?
        while true {
            let keys = try await balanceKeys(after: last, limit: 256)
            guard let end = keys.last else {
                audit.finish()
                return audit
            }
            last = end
            for key in keys {
                guard let record = try await record(of: key) else { continue }
                audit.add(record, slot: slot)
                slot += 1
            }
        }
    }

    /// Seals nothing: a store without seals.
    public func sealJournal(limit: Int) async throws(StoreFailure) -> JournalSeal? { nil }
}

extension LedgerAudit {
    fileprivate mutating func add(_ record: BalanceRecord, slot: Int) {
        for entry in record.entries { entry.withView(slot: slot) { add($0) } }
        for charge in record.charges { add(ChargeView(charge, slot: slot)) }
        for grant in record.grants { add(grant, slot: slot) }
        add(record.balance, slot: slot)
        // What only a whole record shows, such as a doubled reference.
        if !BalanceCheck.faults(in: record).isEmpty { suspect(record.balance.key) }
    }
}

extension Entry {
    /// The entry as a view, whose place is its sequence number.
    fileprivate func withView(slot: Int, _ body: (EntryView) -> Void) {
        var view = EntryView()
        (view.place, view.slot, view.sequence) = (sequence, slot, sequence)
        view.account = key.account.uuid
        (view.kind, view.amount, view.at) = (kind.rawValue, amount.count, at.microseconds)
        (view.availableBefore, view.heldBefore) = (before.available.count, before.held.count)
        (view.availableAfter, view.heldAfter) = (after.available.count, after.held.count)
        (view.charge, view.grant) = (charge?.value ?? 0, grant?.value ?? 0)
        Array((reference?.text ?? "").utf8).withUnsafeBytes { bytes in
            view.reference = bytes
            body(view)
        }
    }
}

extension ChargeView {
    /// A charge as a view, whose places are sequence numbers.
    fileprivate init(_ charge: Charge, slot: Int) {
        self.init()
        (id, self.slot, amount) = (charge.id.value, slot, charge.amount.count)
        funding = charge.funding
        opened = charge.opened.sequence
        resolved = charge.resolved?.sequence ?? opened
        switch charge.stage {
        case .held: cost = amount
        case .captured(let capture, _):
            (cost, refunded) = (capture.amount.count, capture.refunded.count)
            closing = resolved == opened ? .deduct : .capture
        case .released: closing = .release
        case .expired: closing = .holdExpiry
        }
    }
}
