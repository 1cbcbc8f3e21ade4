import CreditLedger
import GRDB

/// One batch on its way through the database: loads what its commands name, and saves what the
/// rules have made of it.
struct LedgerBatch {
    var slice = LedgerSlice()

    private let connection: Database
    private var balanceIDs: [BalanceKey: Int64] = [:]
    private var storedGrants: Set<GrantID> = []
    private var storedCharges: Set<ChargeID> = []

    init(_ connection: Database) {
        self.connection = connection
    }

    /// Loads every record that the commands are about.
    mutating func load(for commands: [LedgerCommand]) throws {
        for command in commands {
            if let key = command.key { try loadBalance(key) }
            if let id = command.charge { try loadCharge(id) }
            if let id = command.grant { try loadGrantAndBalance(id) }
            if let reference = command.reference { try loadEntry(reference) }
        }
    }

    private mutating func loadBalance(_ key: BalanceKey) throws {
        guard balanceIDs[key] == nil, let row = try BalanceRow.find(key, on: connection) else { return }
        try load(row)
    }

    private mutating func load(_ row: BalanceRow) throws {
        guard balanceIDs.updateValue(row.id, forKey: row.balance.key) == nil else { return }
        slice.load(row.balance)
        for grant in try GrantRow.spendable(of: row, on: connection) { load(grant) }
    }

    private mutating func loadCharge(_ id: ChargeID) throws {
        guard slice.charges[id] == nil, let charge = try ChargeRow.find(id, on: connection) else { return }
        try loadBalance(charge.key)
        for part in charge.funding { try loadGrant(part.grant) }
        let resolution = try charge.resolved.flatMap { mark in
            try EntryRow.find(charge.key, sequence: mark.sequence, on: connection)
        }
        storedCharges.insert(id)
        slice.load(charge, resolution: resolution)
    }

    private mutating func loadEntry(_ reference: Reference) throws {
        guard slice.references[reference] == nil, let row = try EntryRow.find(reference, on: connection) else { return }
        slice.load(row.entry)
        if let id = row.entry.charge { try loadCharge(id) }
        if let id = row.entry.grant { try loadGrant(id) }
    }

    private mutating func loadGrantAndBalance(_ id: GrantID) throws {
        try loadGrant(id)
        if let grant = slice.grants[id] { try loadBalance(grant.key) }
    }

    private mutating func loadGrant(_ id: GrantID) throws {
        guard slice.grants[id] == nil, let grant = try GrantRow.find(id, on: connection) else { return }
        load(grant)
    }

    private mutating func load(_ grant: Grant) {
        storedGrants.insert(grant.id)
        slice.load(grant)
    }
}

extension LedgerBatch {
    /// Writes what was changed: balances first, then what refers to them, the journal last.
    mutating func save() throws {
        for key in slice.changedBalances.sorted() {
            guard let balance = slice.balances[key] else { continue }
            balanceIDs[key] = try BalanceRow.save(balance, id: balanceIDs[key], on: connection)
        }
        for id in slice.changedGrants.sorted() {
            guard let grant = slice.grants[id] else { continue }
            try GrantRow.save(
                grant, isNew: !storedGrants.contains(id), balance: try number(of: grant.key), on: connection)
        }
        for id in slice.changedCharges.sorted() {
            guard let charge = slice.charges[id] else { continue }
            try ChargeRow.save(
                charge, isNew: !storedCharges.contains(id), balance: try number(of: charge.key), on: connection)
        }
        for entry in slice.written {
            try EntryRow.insert(entry, balance: try number(of: entry.key), on: connection)
        }
    }

    private func number(of key: BalanceKey) throws -> Int64 {
        guard let id = balanceIDs[key] else { throw MissingRow.balance(key) }
        return id
    }
}

/// A row that another row refers to is not there.
enum MissingRow: Error {
    case balance(BalanceKey)
}
