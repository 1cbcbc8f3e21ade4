import CreditLedger
import GRDB

/// The rows of `grants`.
enum GrantRow {
    private static let columns = """
        SELECT g.*, b.account, b.pool FROM grants AS g JOIN balances AS b ON b.id = g.balance
        """

    static func find(_ id: GrantID, on connection: Database) throws -> Grant? {
        let statement = try connection.cachedStatement(sql: columns + " WHERE g.id = ?")
        return try Row.fetchOne(statement, arguments: [id.value]).map(grant)
    }

    static func spendable(of balance: BalanceRow, on connection: Database) throws -> [Grant] {
        let statement = try connection.cachedStatement(sql: columns + " WHERE g.balance = ? AND g.remaining > 0")
        return try Row.fetchAll(statement, arguments: [balance.id]).map(grant)
    }

    static func all(of balance: BalanceRow, on connection: Database) throws -> [Grant] {
        let statement = try connection.cachedStatement(sql: columns + " WHERE g.balance = ? ORDER BY g.id")
        return try Row.fetchAll(statement, arguments: [balance.id]).map(grant)
    }

    static func save(_ grant: Grant, isNew: Bool, balance: Int64, on connection: Database) throws {
        if isNew { return try insert(grant, balance: balance, on: connection) }
        let update = try connection.cachedStatement(
            sql: "UPDATE grants SET remaining = ?, expired = ?, revoked = ?, recalled = ?, grace_until = ? WHERE id = ?"
        )
        try update.execute(arguments: [
            grant.remaining.count, grant.expired.count, grant.revoked.count, grant.recalled.count,
            grant.graceUntil?.microseconds,
            grant.id.value,
        ])
    }

    private static func insert(_ grant: Grant, balance: Int64, on connection: Database) throws {
        let insertion = try connection.cachedStatement(
            sql: """
                INSERT INTO grants (id, balance, reference, amount, source, priority, expires_at, grace_until,
                    created_at, remaining, expired, revoked, recalled)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insertion.execute(arguments: [
            grant.id.value, balance, grant.reference.text, grant.terms.amount.count, grant.terms.source,
            grant.terms.priority, grant.terms.expiresAt?.microseconds, grant.graceUntil?.microseconds,
            grant.createdAt.microseconds, grant.remaining.count, grant.expired.count, grant.revoked.count,
            grant.recalled.count,
        ])
    }

    private static func grant(_ row: Row) throws -> Grant {
        let terms = GrantTerms(
            amount: try row.credits("amount"), source: row["source"], priority: row["priority"],
            expiresAt: row.optionalTimestamp("expires_at"))
        var grant = Grant(
            id: GrantID(row["id"]), key: try row.balanceKey(), reference: try row.reference("reference"),
            terms: terms, createdAt: row.timestamp("created_at"))
        grant.remaining = try row.credits("remaining")
        grant.expired = try row.credits("expired")
        grant.revoked = try row.credits("revoked")
        grant.recalled = try row.credits("recalled")
        grant.graceUntil = row.optionalTimestamp("grace_until")
        return grant
    }
}
