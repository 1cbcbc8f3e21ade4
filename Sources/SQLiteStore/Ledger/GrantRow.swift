import CreditLedger
import GRDB

/// The rows of `grants`.
enum GrantRow {
    private static let columns = """
        SELECT g.id, g.reference, g.amount, g.source, g.priority, g.expires_at, g.grace_until, g.created_at,
            g.remaining, g.expired, g.revoked, g.recalled
        """

    static let everything =
        columns + ", b.account, b.pool, g.balance FROM grants AS g JOIN balances AS b ON b.id = g.balance"

    static func find(_ id: GrantID, on connection: Database) throws -> Grant? {
        var statement = try PreparedStatement(
            columns + ", b.account, b.pool FROM grants AS g JOIN balances AS b ON b.id = g.balance WHERE g.id = ?",
            on: connection)
        try statement.bind(id.value)
        return try statement.first { try grant($0, key: $0.balanceKey(12)) }
    }

    static func spendable(of balance: BalanceRow, on connection: Database) throws -> [Grant] {
        var statement = try PreparedStatement(
            columns + " FROM grants AS g WHERE g.balance = ? AND g.is_spendable = 1", on: connection)
        try statement.bind(balance.place.id)
        return try statement.all { try grant($0, key: balance.balance.key) }
    }

    static func all(of balance: BalanceRow, on connection: Database) throws -> [Grant] {
        var statement = try PreparedStatement(
            columns + " FROM grants AS g WHERE g.balance = ? ORDER BY g.id", on: connection)
        try statement.bind(balance.place.id)
        return try statement.all { try grant($0, key: balance.balance.key) }
    }

    static func grant(_ row: Columns, key: BalanceKey) throws -> Grant {
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

// Statements that write.
extension GrantRow {
    static let update: StaticString = """
        UPDATE grants SET remaining = ?, expired = ?, revoked = ?, recalled = ?, grace_until = ?
        WHERE id = ? AND is_spendable = ?
        """
    /// The same where the grant becomes spendable, or is no more. Apart, since to name `is_spendable` among the
    /// columns that change costs a row of its index each time.
    static let turning: StaticString = """
        UPDATE grants SET remaining = ?1, expired = ?2, revoked = ?3, recalled = ?4, grace_until = ?5, is_spendable = ?7
        WHERE id = ?6
        """
    static let insertion: StaticString = """
        INSERT INTO grants (remaining, expired, revoked, recalled, grace_until, id, is_spendable, balance, reference,
            amount, source, priority, expires_at, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func update(
        _ grant: Grant, by statement: Result<PreparedStatement, any Error>,
        turning other: Result<PreparedStatement, any Error>
    ) throws {
        var update = try statement.get()
        try bind(grant, to: &update)
        guard try update.run() == 0 else { return }
        var turning = try other.get()
        try bind(grant, to: &turning)
        guard try turning.run() == 1 else { throw MissingRow.grant(grant.id) }
    }

    static func insert(
        _ grant: Grant, balance: Int64, by statement: Result<PreparedStatement, any Error>
    ) throws {
        var insertion = try statement.get()
        try bind(grant, to: &insertion)
        try insertion.bind(balance)
        try insertion.bind(grant.reference.text)
        try insertion.bind(grant.terms.amount)
        try insertion.bind(grant.terms.source.name)
        try insertion.bind(Int64(grant.terms.priority))
        try insertion.bind(grant.terms.expiresAt?.microseconds)
        try insertion.bind(grant.createdAt)
        try insertion.run()
    }

    private static func bind(_ grant: Grant, to statement: inout PreparedStatement) throws {
        try statement.bind(grant.remaining)
        try statement.bind(grant.expired)
        try statement.bind(grant.revoked)
        try statement.bind(grant.recalled)
        try statement.bind(grant.graceUntil?.microseconds)
        try statement.bind(grant.id.value)
        try statement.bind(Int64(grant.remaining > .zero ? 1 : 0))
    }
}
