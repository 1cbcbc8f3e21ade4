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

    static func find(_ key: BalanceKey, sequence: Int64, on connection: Database) throws -> Entry? {
        var statement = try PreparedStatement(
            withKey + " WHERE b.account = ? AND b.pool = ? AND e.sequence = ?", on: connection)
        try statement.bind(key.account)
        try statement.bind(key.pool.name)
        try statement.bind(sequence)
        return try statement.first(decode)?.entry
    }

    static func all(of balance: BalanceRow, on connection: Database) throws -> [Entry] {
        var statement = try PreparedStatement(
            columns + " FROM entries AS e WHERE e.balance = ? ORDER BY e.sequence", on: connection)
        try statement.bind(balance.id)
        return try statement.all { try EntryRow($0, key: balance.balance.key).entry }
    }

    static func page(
        _ page: Page<Int64>, _ filter: JournalFilter, _ order: JournalOrder, on connection: Database
    ) throws -> [EntryRow] {
        let (ahead, direction, start) = order == .newestFirst ? ("<", "DESC", Int64.max) : (">", "ASC", Int64.min)
        var statement = try PreparedStatement(
            withKey + """
                 WHERE e.position \(ahead) ?1 AND (?2 IS NULL OR b.account = ?2) AND (?3 IS NULL OR b.pool = ?3)
                    AND (?4 IS NULL OR ?4 >> e.kind & 1) AND e.at >= ?5 AND (?6 IS NULL OR e.at < ?6)
                    AND (?7 IS NULL OR e.charge = ?7) AND (?8 IS NULL OR e.granted = ?8)
                    AND (?9 IS NULL OR e.reference = ?9)
                ORDER BY e.position \(direction) LIMIT ?10
                """, on: connection)
        try statement.bind(page.after ?? start)
        if let account = filter.account { try statement.bind(account) } else { try statement.bindNull() }
        try statement.bind(filter.pool?.name)
        // A bit for each kind: a list of kinds would be another statement for each number of them.
        try statement.bind(filter.kinds.map { kinds in kinds.reduce(0) { $0 | 1 << $1.rawValue } })
        try statement.bind(filter.since?.microseconds ?? Int64.min)
        try statement.bind(filter.until?.microseconds)
        try statement.bind(filter.charge?.value)
        try statement.bind(filter.grant?.value)
        try statement.bind(filter.reference?.text)
        try statement.bind(Int64(page.limit))
        return try statement.all(decode)
    }

    /// All entries about a charge, which lie in its balance, from the one that opened it on.
    static func all(about charge: ChargeID, on connection: Database) throws -> [EntryRow] {
        var statement = try PreparedStatement(
            withKey + """
                 WHERE e.balance = (SELECT balance FROM charges WHERE id = ?1)
                    AND e.sequence >= (SELECT opened_sequence FROM charges WHERE id = ?1) AND e.charge = ?1
                ORDER BY e.sequence
                """, on: connection)
        try statement.bind(charge.value)
        return try statement.all(decode)
    }

    static func insert(_ entry: Entry, balance: Int64, on connection: Database) throws {
        var insertion = try PreparedStatement(
            """
            INSERT INTO entries (balance, sequence, kind, amount, available_before, held_before,
                available_after, held_after, reference, charge, granted, actor, reason, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, on: connection)
        try insertion.bind(balance)
        try insertion.bind(entry.sequence)
        try insertion.bind(entry.kind.rawValue)
        for credits in [
            entry.amount, entry.before.available, entry.before.held, entry.after.available, entry.after.held,
        ] {
            try insertion.bind(credits)
        }
        try insertion.bind(entry.reference?.text)
        try insertion.bind(entry.charge?.value)
        try insertion.bind(entry.grant?.value)
        try insertion.bind(entry.actor.name)
        try insertion.bind(entry.reason?.text)
        try insertion.bind(entry.at)
        try insertion.run()
    }
}
