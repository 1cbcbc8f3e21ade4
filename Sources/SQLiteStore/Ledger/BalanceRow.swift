import CreditLedger
import GRDB

/// A row of `balances`, and the number by which other rows name it.
struct BalanceRow {
    let id: Int64
    let balance: Balance

    private static let selection = """
        SELECT id, available, held, spent, expired, revoked, debt, is_closed, holds_in_flight, sequence, updated_at,
            account, pool
        FROM balances
        """

    private init(_ row: Columns) throws {
        id = row.integer(0)
        var balance = Balance(key: try row.balanceKey(11))
        balance.available = try row.credits(1)
        balance.held = try row.credits(2)
        balance.spent = try row.credits(3)
        balance.expired = try row.credits(4)
        balance.revoked = try row.credits(5)
        balance.debt = try row.credits(6)
        balance.isClosed = row.flag(7)
        balance.holdsInFlight = row.integer(8)
        balance.sequence = row.integer(9)
        balance.updatedAt = row.timestamp(10)
        self.balance = balance
    }

    static func find(_ key: BalanceKey, on connection: Database) throws -> BalanceRow? {
        var statement = try PreparedStatement(selection + " WHERE account = ? AND pool = ?", on: connection)
        try statement.bind(key.account)
        try statement.bind(key.pool.name)
        return try statement.first(BalanceRow.init)
    }

    static func all(of account: AccountID, on connection: Database) throws -> [BalanceRow] {
        var statement = try PreparedStatement(selection + " WHERE account = ? ORDER BY pool", on: connection)
        try statement.bind(account)
        return try statement.all(BalanceRow.init)
    }

    static func keys(after key: BalanceKey?, limit: Int, on connection: Database) throws -> [BalanceKey] {
        var statement = try PreparedStatement(
            "SELECT account, pool FROM balances WHERE (account, pool) > (?, ?) ORDER BY account, pool LIMIT ?",
            on: connection)
        // Ahead of every account: a blob that is shorter than any.
        if let key { try statement.bind(key.account) } else { try statement.bind([]) }
        try statement.bind(key?.pool.name ?? "")
        try statement.bind(Int64(limit))
        return try statement.all { try $0.balanceKey(0) }
    }

    /// Writes a balance that is new if it has no number yet.
    static func save(_ balance: Balance, id: Int64?, on connection: Database) throws -> Int64 {
        guard let id else { return try insert(balance, on: connection) }
        var update = try PreparedStatement(
            """
            UPDATE balances SET available = ?, held = ?, spent = ?, expired = ?, revoked = ?, debt = ?,
                is_closed = ?, holds_in_flight = ?, sequence = ?, updated_at = ?
            WHERE id = ?
            """, on: connection)
        try bind(balance, to: &update)
        try update.bind(id)
        try update.run()
        return id
    }

    private static func insert(_ balance: Balance, on connection: Database) throws -> Int64 {
        var insertion = try PreparedStatement(
            """
            INSERT INTO balances (available, held, spent, expired, revoked, debt, is_closed, holds_in_flight,
                sequence, updated_at, account, pool)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, on: connection)
        try bind(balance, to: &insertion)
        try insertion.bind(balance.key.account)
        try insertion.bind(balance.key.pool.name)
        try insertion.run()
        return connection.lastInsertedRowID
    }

    private static func bind(_ balance: Balance, to statement: inout PreparedStatement) throws {
        for credits in [
            balance.available, balance.held, balance.spent, balance.expired, balance.revoked, balance.debt,
        ] {
            try statement.bind(credits)
        }
        try statement.bind(Int64(balance.isClosed ? 1 : 0))
        try statement.bind(balance.holdsInFlight)
        try statement.bind(balance.sequence)
        try statement.bind(balance.updatedAt)
    }
}
