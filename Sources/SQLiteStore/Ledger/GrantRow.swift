import CreditLedger
import GRDB

/// The rows of `grants`.
enum GrantRow {
    private static let columns = """
        SELECT g.id, g.reference, g.amount, g.source, g.priority, g.expires_at, g.grace_until, g.created_at,
            g.remaining, g.expired, g.revoked, g.recalled
        """

    static func find(_ id: GrantID, on connection: Database) throws -> Grant? {
        var statement = try PreparedStatement(
            columns + ", b.account, b.pool FROM grants AS g JOIN balances AS b ON b.id = g.balance WHERE g.id = ?",
            on: connection)
        try statement.bind(id.value)
        return try statement.first { try grant($0, key: $0.balanceKey(12)) }
    }

    static func spendable(of balance: BalanceRow, on connection: Database) throws -> [Grant] {
        var statement = try PreparedStatement(
            columns + " FROM grants AS g WHERE g.balance = ? AND g.remaining > 0", on: connection)
        try statement.bind(balance.id)
        return try statement.all { try grant($0, key: balance.balance.key) }
    }

    static func all(of balance: BalanceRow, on connection: Database) throws -> [Grant] {
        var statement = try PreparedStatement(
            columns + " FROM grants AS g WHERE g.balance = ? ORDER BY g.id", on: connection)
        try statement.bind(balance.id)
        return try statement.all { try grant($0, key: balance.balance.key) }
    }

    static func save(_ grant: Grant, isNew: Bool, balance: Int64, on connection: Database) throws {
        if isNew { return try insert(grant, balance: balance, on: connection) }
        var update = try PreparedStatement(
            "UPDATE grants SET remaining = ?, expired = ?, revoked = ?, recalled = ?, grace_until = ? WHERE id = ?",
            on: connection)
        try update.bind(grant.remaining)
        try update.bind(grant.expired)
        try update.bind(grant.revoked)
        try update.bind(grant.recalled)
        try update.bind(grant.graceUntil?.microseconds)
        try update.bind(grant.id.value)
        try update.run()
    }

    private static func insert(_ grant: Grant, balance: Int64, on connection: Database) throws {
        var insertion = try PreparedStatement(
            """
            INSERT INTO grants (id, balance, reference, amount, source, priority, expires_at, grace_until,
                created_at, remaining, expired, revoked, recalled)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, on: connection)
        try insertion.bind(grant.id.value)
        try insertion.bind(balance)
        try insertion.bind(grant.reference.text)
        try insertion.bind(grant.terms.amount)
        try insertion.bind(grant.terms.source.name)
        try insertion.bind(Int64(grant.terms.priority))
        try insertion.bind(grant.terms.expiresAt?.microseconds)
        try insertion.bind(grant.graceUntil?.microseconds)
        try insertion.bind(grant.createdAt)
        for credits in [grant.remaining, grant.expired, grant.revoked, grant.recalled] {
            try insertion.bind(credits)
        }
        try insertion.run()
    }

    private static func grant(_ row: Columns, key: BalanceKey) throws -> Grant {
        let terms = GrantTerms(
            amount: try row.credits(2), source: try row.source(3), priority: Int(row.integer(4)),
            expiresAt: row.optionalTimestamp(5))
        var grant = Grant(
            id: GrantID(row.integer(0)), key: key, reference: try row.reference(1), terms: terms,
            createdAt: row.timestamp(7))
        grant.graceUntil = row.optionalTimestamp(6)
        grant.remaining = try row.credits(8)
        grant.expired = try row.credits(9)
        grant.revoked = try row.credits(10)
        grant.recalled = try row.credits(11)
        return grant
    }
}
