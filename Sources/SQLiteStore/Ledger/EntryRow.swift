import CreditLedger
import GRDB

/// A row of `entries`.
struct EntryRow {
    let position: Int64
    let entry: Entry

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
            actor: ActorID(row.text(11)), reason: row.optionalText(12).flatMap { Reason($0) }, at: row.timestamp(13))
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
        _ page: Page<Int64>, _ filter: JournalFilter, on connection: Database
    ) throws -> [EntryRow] {
        var statement = try PreparedStatement(
            withKey + """
                 WHERE e.position < ?1 AND (?2 IS NULL OR b.account = ?2) AND (?3 IS NULL OR b.pool = ?3)
                ORDER BY e.position DESC LIMIT ?4
                """, on: connection)
        try statement.bind(page.after ?? Int64.max)
        if let account = filter.account { try statement.bind(account) } else { try statement.bindNull() }
        try statement.bind(filter.pool?.name)
        try statement.bind(Int64(page.limit))
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
