import CreditLedger
import GRDB

// One batch on its way through the database.
extension LedgerMemory {
    /// Loads what the commands name and is not remembered, decides them one after another, and saves what came
    /// of it. To be run in a transaction; when this throws, nothing that is remembered is to be believed.
    ///
    /// Most references are new. They are not looked up, unless the memory is cautious: if one is taken after all, its
    /// command either writes, which an index refuses, or does not, and is then looked up.
    ///
    /// - Throws: What the database says; that an index refused a row, and ``TakenReference``, mean that the batch is to
    ///   be decided again by a cautious memory.
    mutating func commit(
        _ commands: [LedgerCommand], by rules: LedgerRules, clock: any LedgerClock, on connection: Database
    ) throws -> [Result<Posting, Refusal>] {
        try refresh(on: connection)
        try load(for: commands, on: connection)
        try slice.checkIdentifiers(of: commands)
        let now = clock.now()
        let outcomes = commands.map { command in
            Result { () throws(Refusal) in try rules.decide(command, at: now, in: &slice) }
        }
        if !isCautious { try checkUnwritten(outcomes, of: commands, on: connection) }
        var writing = LedgerWriting(LedgerStatements(connection))
        try writing.save(&self)
        settle()
        return outcomes
    }

    private func checkUnwritten(
        _ outcomes: [Result<Posting, Refusal>], of commands: [LedgerCommand], on connection: Database
    ) throws {
        for (outcome, command) in zip(outcomes, commands) {
            guard let reference = command.reference, slice.entry(of: reference) == nil else { continue }
            if case .success(let posting) = outcome, posting.entry.reference == reference { continue }
            guard try EntryRow.find(reference, on: connection) == nil else { throw TakenReference() }
        }
    }

    /// Says until when the holds of a worker stand now.
    mutating func renew(of worker: WorkerID, until: Timestamp) {
        let held = leases.keys.compactMap { slice.charges[$0] }.filter { charge in
            if case .held(let lease) = charge.stage { lease.worker == worker } else { false }
        }
        for var charge in held {
            charge.stage = .held(Lease(worker: worker, until: until))
            slice.load(charge)
        }
    }
}

/// A command was decided as if it were new, and its reference was taken.
struct TakenReference: Error {}

// Loading.
extension LedgerMemory {
    private mutating func load(for commands: [LedgerCommand], on connection: Database) throws {
        for command in commands {
            if let key = command.key { try loadBalance(key, on: connection) }
            if let id = command.charge { try loadCharge(id, on: connection) }
            if let id = command.grant { try loadGrantAndBalance(id, on: connection) }
            if isCautious, let reference = command.reference { try loadEntry(reference, on: connection) }
        }
    }

    private mutating func loadBalance(_ key: BalanceKey, on connection: Database) throws {
        guard balances[key] == nil, let row = try BalanceRow.find(key, on: connection) else { return }
        balances[key] = row.place
        slice.load(row.balance)
        for grant in try GrantRow.spendable(of: row, on: connection) { slice.load(grant) }
    }

    private mutating func loadCharge(_ id: ChargeID, on connection: Database) throws {
        guard slice.charges[id] == nil, let row = try ChargeRow.find(id, on: connection) else { return }
        try loadBalance(row.charge.key, on: connection)
        for part in row.charge.funding { try loadGrant(part.grant, on: connection) }
        guard row.charge.resolved != nil else {
            leases[id] = row.lease
            return slice.load(row.charge)
        }
        slice.load(row.charge, resolution: try EntryRow.find(position: row.resolved, on: connection)?.entry)
    }

    private mutating func loadEntry(_ reference: Reference, on connection: Database) throws {
        guard slice.entry(of: reference) == nil, let row = try EntryRow.find(reference, on: connection) else { return }
        slice.load(row.entry)
        if let id = row.entry.charge { try loadCharge(id, on: connection) }
        if let id = row.entry.grant { try loadGrant(id, on: connection) }
    }

    private mutating func loadGrantAndBalance(_ id: GrantID, on connection: Database) throws {
        try loadGrant(id, on: connection)
        if let grant = slice.grants[id] { try loadBalance(grant.key, on: connection) }
    }

    private mutating func loadGrant(_ id: GrantID, on connection: Database) throws {
        guard slice.grants[id] == nil, let grant = try GrantRow.find(id, on: connection) else { return }
        slice.load(grant)
    }
}
