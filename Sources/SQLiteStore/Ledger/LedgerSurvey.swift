import CreditLedger
import GRDB

/// Reads every row of the ledger once, in the order in which it lies in the file.
struct LedgerSurvey {
    private let connection: Database
    private var audit: LedgerAudit
    /// How the rows of each balance are chained, by its number.
    private var links: [Links] = []

    private struct Links {
        var lastEntry: Int64 = 0
        var lastAnchor: Int64 = 0
        /// The charges, less those that a charge or the balance names as the one ahead: zero if each is named once.
        var charges: Int64 = 0
    }

    init(_ audit: LedgerAudit, on connection: Database) {
        self.audit = audit
        self.connection = connection
    }

    mutating func finish() throws -> LedgerAudit {
        try checkIndex()
        try readEntries()
        try readCharges()
        try readGrants()
        try readBalances()
        audit.finish()
        return audit
    }

    /// That a reference is used once is what its index sees to, as long as it is there.
    private mutating func checkIndex() throws {
        let index = try PreparedStatement(
            "SELECT sql LIKE 'CREATE UNIQUE INDEX%' FROM sqlite_schema WHERE name = 'entries_by_reference'",
            on: connection)
        guard try index.first({ $0.flag(0) }) == true else {
            return audit.add(fault: "The unique index over the references is gone: one may have been used twice.")
        }
    }

    private mutating func readEntries() throws {
        var seals = try SealCursor(on: connection)
        let entries = try PreparedStatement(EntryRow.everything, on: connection)
        try entries.forEach { row in
            while let seal = seals.next, seal.last < row.integer(0) { try take(&seals) }
            let view = row.entryView
            audit.add(view)
            chain(view, previous: row.integer(3), anchor: row.integer(4))
            if seals.next?.last == view.place { try take(&seals) }
        }
        while seals.next != nil { try take(&seals) }
    }

    private mutating func take(_ seals: inout SealCursor) throws {
        if let seal = seals.next { audit.add(seal) }
        try seals.step()
    }

    private mutating func chain(_ entry: EntryView, previous: Int64, anchor: Int64) {
        let slot = entry.slot
        reach(slot)
        if previous != links[slot].lastEntry || anchor != links[slot].lastAnchor { audit.suspect(slot: slot) }
        links[slot].lastEntry = entry.place
        if entry.sequence % EntryChain.stride == 0 { links[slot].lastAnchor = entry.place }
    }

    private mutating func readCharges() throws {
        let charges = try PreparedStatement(ChargeRow.everything, on: connection)
        var view = ChargeView()
        try charges.forEach { row in
            try ChargeRow.read(row, into: &view)
            audit.add(view)
            reach(view.slot)
            links[view.slot].charges &+= Self.mixed(view.id) &- Self.mixed(row.integer(2))
        }
    }

    private mutating func readGrants() throws {
        let grants = try PreparedStatement(GrantRow.everything, on: connection)
        try grants.forEach { row in
            audit.add(try GrantRow.grant(row, key: row.balanceKey(12)), slot: Int(row.integer(14)))
        }
    }

    private mutating func readBalances() throws {
        let balances = try PreparedStatement(BalanceRow.selection, on: connection)
        try balances.forEach { row in
            let row = try BalanceRow(row)
            let slot = Int(row.place.id)
            reach(slot)
            let links = links[slot]
            let isChained =
                links.lastEntry == row.place.lastEntry && links.lastAnchor == row.place.lastAnchor
                && links.charges == Self.mixed(row.place.lastCharge)
            if !isChained { audit.suspect(slot: slot) }
            audit.add(row.balance, slot: slot)
        }
    }

    private mutating func reach(_ slot: Int) {
        guard slot >= links.count else { return }
        links.append(contentsOf: repeatElement(Links(), count: max(slot + 1 - links.count, links.count)))
    }

    /// 0 for none; else a number that the others do not make up for by chance.
    private static func mixed(_ charge: Int64) -> Int64 {
        let bits = UInt64(bitPattern: charge) &* 0x9E37_79B9_7F4A_7C15
        return Int64(bitPattern: (bits ^ (bits >> 29)) &* 0xBF58_476D_1CE4_E5B9)
    }
}
