import CreditLedger
import GRDB

/// A row of `entries`.
struct EntryRow {
    let position: Int64
    let entry: Entry

    var line: JournalLine { JournalLine(position: position, entry: entry) }

    private static let columns = """
        SELECT e.position, e.sequence, e.kind, e.amount, e.available_before, e.held_before, e.available_after, e.held_after,
            e.reference, e.charge, e.granted, e.actor, e.reason, e.at
        """
    private static let withKey =
        columns + ", b.account, b.pool FROM entries AS e JOIN balances AS b ON b.id = e.balance"

    private init(_ row: Columns, key: BalanceKey) throws {
        guard let kind = Entry.Kind(rawValue: row.integer(2)) else { throw row.unreadable(2) }
        position = row.integer(0)
        entry = Entry(
            key: key, sequence: row.integer(1), kind: kind, amount: try row.credits(3),
            before: Entry.Standing(available: try row.credits(4), held: try row.credits(5)),
            after: Entry.Standing(available: try row.credits(6), held: try row.credits(7)),
            reference: row.optionalText(8).flatMap { Reference($0) },
            charge: row.optionalInteger(9).map { ChargeID($0) }, grant: row.optionalInteger(10).map { GrantID($0) },
            actor: try row.actor(11), reason: row.optionalText(12).flatMap { Reason($0) }, at: row.timestamp(13))
    }

    private static func decode(_ row: Columns) throws -> EntryRow {
        try EntryRow(row, key: row.balanceKey(14))
    }

    static func find(_ reference: Reference, on connection: Database) throws -> EntryRow? {
        var statement = try PreparedStatement(withKey + " WHERE e.reference = ?", on: connection)
        try statement.bind(reference.text)
        return try statement.first(decode)
    }

    static func find(position: Int64, on connection: Database) throws -> EntryRow? {
        var statement = try PreparedStatement(withKey + " WHERE e.position = ?", on: connection)
        try statement.bind(position)
        return try statement.first(decode)
    }

    static func find(_ key: BalanceKey, sequence: Int64, on connection: Database) throws -> EntryRow? {
        guard let place = try BalanceRow.find(key, on: connection)?.place else { return nil }
        var chain = try EntryChain(on: connection)
        return try chain.position(of: sequence, in: place).flatMap { try find(position: $0, on: connection) }
    }

    /// All entries of a balance, the oldest first, as far as their chain leads.
    static func all(of row: BalanceRow, on connection: Database) throws -> [Entry] {
        var chain = try EntryChain(on: connection)
        let positions = try chain.positions(from: row.place.lastEntry, downTo: 1)
        return try positions.reversed().compactMap { try find(position: $0, on: connection)?.entry }
    }

    /// All entries about a charge, in their order: those that opened and closed it, its refunds and its adoptions.
    static func all(about charge: ChargeID, on connection: Database) throws -> [EntryRow] {
        var statement = try PreparedStatement(
            withKey + """
                 WHERE e.position IN (
                    SELECT opened FROM charges WHERE id = ?1 UNION SELECT resolved FROM charges WHERE id = ?1
                    UNION SELECT position FROM entries WHERE kind = 6 AND charge = ?1
                    UNION SELECT position FROM entries WHERE kind = 13 AND charge = ?1)
                ORDER BY e.position
                """, on: connection)
        try statement.bind(charge.value)
        return try statement.all(decode)
    }

    /// Entries in the order of their positions that a filter accepts, each of them looked at.
    static func scan(
        _ page: Page<Int64>, _ filter: JournalFilter, _ order: JournalOrder, on connection: Database
    ) throws -> [EntryRow] {
        let (ahead, direction, start) = order == .newestFirst ? ("<", "DESC", Int64.max) : (">", "ASC", Int64.min)
        var statement = try PreparedStatement(
            withKey + """
                 WHERE e.position \(ahead) ?1 AND (?2 IS NULL OR b.pool = ?2) AND (?3 IS NULL OR ?3 >> e.kind & 1)
                    AND e.at >= ?4 AND (?5 IS NULL OR e.at < ?5) AND (?6 IS NULL OR e.granted = ?6)
                ORDER BY e.position \(direction) LIMIT ?7
                """, on: connection)
        try statement.bind(page.after ?? start)
        try statement.bind(filter.pool?.name)
        // A bit for each kind: a list of kinds would be another statement for each number of them.
        try statement.bind(filter.kinds.map { kinds in kinds.reduce(0) { $0 | 1 << $1.rawValue } })
        try statement.bind(filter.since?.microseconds ?? Int64.min)
        try statement.bind(filter.until?.microseconds)
        try statement.bind(filter.grant?.value)
        try statement.bind(Int64(page.limit))
        return try statement.all(decode)
    }
}

// Statements that read all, as views.
extension EntryRow {
    static let everything = viewed + " ORDER BY e.position"
    static let following = viewed + " WHERE e.position > ? ORDER BY e.position LIMIT ?"

    private static let viewed = """
        SELECT e.position, e.balance, e.sequence, e.previous, e.anchor, e.kind, e.amount, e.available_before,
            e.held_before, e.available_after, e.held_after, e.reference, e.charge, e.granted, e.actor, e.reason, e.at,
            e.payload, b.account, b.pool
        FROM entries AS e LEFT JOIN balances AS b ON b.id = e.balance
        """
}

extension Columns {
    /// A row of those statements. The texts are SQLite's own, and good until the next step.
    var entryView: EntryView {
        var view = EntryView()
        view.place = integer(0)
        view.slot = Int(clamping: max(0, integer(1)))
        view.sequence = integer(2)
        view.kind = integer(5)
        view.amount = integer(6)
        view.availableBefore = integer(7)
        view.heldBefore = integer(8)
        view.availableAfter = integer(9)
        view.heldAfter = integer(10)
        view.reference = textBytes(11)
        view.charge = integer(12)
        view.grant = integer(13)
        view.actor = textBytes(14)
        view.reason = textBytes(15)
        view.at = integer(16)
        view.payload = blobBytes(17)
        view.account = uuid(18) ?? view.account
        view.pool = textBytes(19)
        return view
    }
}

// The statement that writes.
extension EntryRow {
    static let insertion: StaticString = """
        INSERT INTO entries (position, balance, sequence, previous, anchor, kind, amount, available_before, held_before,
            available_after, held_after, reference, charge, granted, actor, reason, at, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func insert(
        _ entry: Entry, at link: EntryLink, payload: Payload, by statement: Result<PreparedStatement, any Error>
    ) throws {
        var insertion = try statement.get()
        try insertion.bind(link.position)
        try insertion.bind(link.balance)
        try insertion.bind(entry.sequence)
        try insertion.bind(link.previous)
        try insertion.bind(link.anchor)
        try insertion.bind(entry.kind.rawValue)
        try insertion.bind(entry.amount)
        try insertion.bind(entry.before.available)
        try insertion.bind(entry.before.held)
        try insertion.bind(entry.after.available)
        try insertion.bind(entry.after.held)
        try insertion.bind(entry.reference?.text)
        try insertion.bind(entry.charge?.value)
        try insertion.bind(entry.grant?.value)
        try insertion.bind(entry.actor.name)
        try insertion.bind(entry.reason?.text)
        try insertion.bind(entry.at)
        if payload.bytes.isEmpty { try insertion.bindNull() } else { try insertion.bind(payload.bytes) }
        try insertion.run()
    }
}
