import CreditLedger
import GRDB

/// A row of `entries`.
struct EntryRow {
    let position: Int64
    let entry: Entry

    private static let columns = """
        SELECT e.*, b.account, b.pool FROM entries AS e JOIN balances AS b ON b.id = e.balance
        """

    private init(_ row: Row) throws {
        guard let kind = Entry.Kind(rawValue: row["kind"]) else { throw UnreadableColumn(name: "kind") }
        position = row["position"]
        entry = Entry(
            key: try row.balanceKey(), sequence: row["sequence"], kind: kind, amount: try row.credits("amount"),
            before: Entry.Standing(
                available: try row.credits("available_before"), held: try row.credits("held_before")),
            after: Entry.Standing(
                available: try row.credits("available_after"), held: try row.credits("held_after")),
            reference: (row["reference"] as String?).flatMap { Reference($0) },
            charge: (row["charge"] as Int64?).map { ChargeID($0) },
            grant: (row["granted"] as Int64?).map { GrantID($0) },
            actor: ActorID(row["actor"] as String),
            reason: (row["reason"] as String?).flatMap { Reason($0) }, at: row.timestamp("at"))
    }

    static func find(_ reference: Reference, on connection: Database) throws -> EntryRow? {
        let statement = try connection.cachedStatement(sql: columns + " WHERE e.reference = ?")
        return try Row.fetchOne(statement, arguments: [reference.text]).map(EntryRow.init)
    }

    static func find(_ key: BalanceKey, sequence: Int64, on connection: Database) throws -> Entry? {
        let statement = try connection.cachedStatement(
            sql: columns + " WHERE b.account = ? AND b.pool = ? AND e.sequence = ?")
        return try Row.fetchOne(statement, arguments: [key.account.uuid, key.pool.name, sequence])
            .map { try EntryRow($0).entry }
    }

    static func all(of balance: BalanceRow, on connection: Database) throws -> [Entry] {
        let statement = try connection.cachedStatement(sql: columns + " WHERE e.balance = ? ORDER BY e.sequence")
        return try Row.fetchAll(statement, arguments: [balance.id]).map { try EntryRow($0).entry }
    }

    static func page(
        _ page: Page<Int64>, _ filter: JournalFilter, on connection: Database
    ) throws -> [EntryRow] {
        let statement = try connection.cachedStatement(
            sql: columns + """
                 WHERE e.position < ?1 AND (?2 IS NULL OR b.account = ?2) AND (?3 IS NULL OR b.pool = ?3)
                ORDER BY e.position DESC LIMIT ?4
                """)
        let arguments: StatementArguments = [
            page.after ?? .max, filter.account?.uuid, filter.pool?.name, page.limit,
        ]
        return try Row.fetchAll(statement, arguments: arguments).map(EntryRow.init)
    }

    static func insert(_ entry: Entry, balance: Int64, on connection: Database) throws {
        let insertion = try connection.cachedStatement(
            sql: """
                INSERT INTO entries (balance, sequence, kind, amount, available_before, held_before,
                    available_after, held_after, reference, charge, granted, actor, reason, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insertion.execute(arguments: [
            balance, entry.sequence, entry.kind.rawValue, entry.amount.count,
            entry.before.available.count, entry.before.held.count,
            entry.after.available.count, entry.after.held.count,
            entry.reference?.text, entry.charge?.value, entry.grant?.value, entry.actor.name,
            entry.reason?.text,
            entry.at.microseconds,
        ])
    }
}
