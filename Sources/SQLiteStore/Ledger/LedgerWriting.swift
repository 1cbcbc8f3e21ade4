import CreditLedger

/// Writes what the rules have changed: the journal leads, and the other rows follow what it says.
struct LedgerWriting {
    private let statements: LedgerStatements
    /// The leases that the batch's holds get, by worker and time.
    private var newLeases: [Lease: LeaseRow] = [:]
    /// How many holds of older leases the batch has closed or passed on.
    private var closedHolds: [Int64: Int64] = [:]
    private var newGrants: Set<GrantID> = []

    init(_ statements: LedgerStatements) {
        self.statements = statements
    }

    mutating func save(_ memory: inout LedgerMemory) throws {
        for entry in memory.slice.written { try append(entry, to: &memory) }
        try saveLeases()
        for key in memory.slice.changedBalances { try saveBalance(key, in: &memory) }
        for id in memory.slice.changedGrants { try saveGrant(id, in: memory) }
    }

    private mutating func append(_ entry: Entry, to memory: inout LedgerMemory) throws {
        let position = memory.lastEntry + 1
        memory.lastEntry = position
        var place = memory.place(of: entry.key)
        let link = EntryLink(position: position, balance: place.id, previous: place.lastEntry, anchor: place.lastAnchor)
        var payload = Payload.empty
        if let id = entry.charge, let charge = memory.slice.charges[id] {
            payload = charge.payload(of: entry.kind)
            try follow(entry, charge, at: link, &place, &memory)
        }
        if let grant = entry.grant, entry.kind == .grant { newGrants.insert(grant) }
        try EntryRow.insert(entry, at: link, payload: payload, by: statements.insertEntry)
        place.lastEntry = position
        if entry.sequence % EntryChain.stride == 0 { place.lastAnchor = position }
        memory.balances[entry.key] = place
    }

    /// Does to a charge's row what an entry says.
    private mutating func follow(
        _ entry: Entry, _ charge: Charge, at link: EntryLink, _ place: inout BalancePlace, _ memory: inout LedgerMemory
    ) throws {
        switch entry.kind {
        case .hold, .deduct:
            let lease = entry.kind == .hold ? lease(for: charge, at: link.position) : 0
            try ChargeRow.insert(
                charge, opened: link, previous: place.lastCharge, lease: lease, isHeld: entry.kind == .hold,
                by: statements.insertCharge)
            place.lastCharge = charge.id.value
            if lease != 0 { memory.leases[charge.id] = lease }
        case .capture, .release, .holdExpiry:
            try ChargeRow.close(charge.id, by: entry, at: link.position, with: statements.closeCharge)
            if let lease = memory.leases.removeValue(forKey: charge.id) { closedHolds[lease, default: 0] += 1 }
        case .adoption:
            try passOn(charge, at: link.position, &memory)
        case .refund:
            try ChargeRow.refund(charge.id, entry.amount, with: statements.refundCharge)
        case .grant, .grantExpiry, .revoke, .collection, .withdrawal, .close: break
        }
    }

    /// Moves a hold to the lease of the worker that has it now, unless the batch itself has closed it, or has opened
    /// it under that very lease.
    private mutating func passOn(_ charge: Charge, at position: Int64, _ memory: inout LedgerMemory) throws {
        guard case .held(let lease) = charge.stage, let old = memory.leases[charge.id], newLeases[lease]?.id != old
        else { return }
        let new = self.lease(for: charge, at: position)
        try ChargeRow.passOn(charge.id, to: new, with: statements.passCharge)
        closedHolds[old, default: 0] += 1
        memory.leases[charge.id] = new
    }

    /// The lease of a new hold: that of the batch's other holds of the same worker, or none if the batch itself
    /// has closed it.
    private mutating func lease(for charge: Charge, at position: Int64) -> Int64 {
        guard case .held(let lease) = charge.stage else { return 0 }
        return newLeases[lease, default: LeaseRow(id: position, lease: lease)].add(charge.id)
    }

    private func saveLeases() throws {
        for row in newLeases.values { try row.insert(by: statements.insertLease) }
        for (lease, count) in closedHolds {
            try LeaseRow.shorten(lease, by: count, with: statements.shortenLease, statements.dropLease)
        }
    }

    private func saveBalance(_ key: BalanceKey, in memory: inout LedgerMemory) throws {
        guard let balance = memory.slice.balances[key], let place = memory.balances[key] else { return }
        if place.isStored { return try BalanceRow.update(balance, place, by: statements.updateBalance) }
        try BalanceRow.insert(balance, place, by: statements.insertBalance)
        memory.balances[key]?.isStored = true
    }

    private func saveGrant(_ id: GrantID, in memory: LedgerMemory) throws {
        guard let grant = memory.slice.grants[id] else { return }
        guard newGrants.contains(id) else {
            return try GrantRow.update(grant, by: statements.updateGrant, turning: statements.turnGrant)
        }
        guard let place = memory.balances[grant.key] else { throw MissingRow.balance(grant.key) }
        try GrantRow.insert(grant, balance: place.id, by: statements.insertGrant)
    }
}

extension LedgerMemory {
    /// Where a balance's rows are; a new number if it has none yet.
    fileprivate mutating func place(of key: BalanceKey) -> BalancePlace {
        if let place = balances[key] { return place }
        lastBalance += 1
        return BalancePlace(id: lastBalance, isStored: false)
    }
}

extension Charge {
    /// What an entry of a kind carries of the charge.
    fileprivate func payload(of kind: Entry.Kind) -> Payload {
        switch kind {
        case .hold, .deduct: return order
        case .capture: return capture?.result ?? .empty
        case .release:
            if case .released(let reason, _) = stage { return reason }
            return .empty
        default: return .empty
        }
    }
}

/// A row that another row refers to is not there.
enum MissingRow: Error {
    case balance(BalanceKey)
    case charge(ChargeID)
    case grant(GrantID)
}
