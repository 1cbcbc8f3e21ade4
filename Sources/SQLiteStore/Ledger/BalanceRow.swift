import CreditLedger
import GRDB

/// A row of `balances`.
struct BalanceRow {
    let place: BalancePlace
    let balance: Balance

    static let selection = """
        SELECT id, available, held, spent, expired, revoked, debt, is_closed, holds_in_flight, sequence, updated_at,
            last_entry, last_anchor, last_charge, account, pool
        FROM balances
        """

    init(_ row: Columns) throws {
        place = BalancePlace(
            id: row.integer(0), isStored: true, lastEntry: row.integer(11), lastAnchor: row.integer(12),
            lastCharge: row.integer(13))
        var balance = Balance(key: try row.balanceKey(14))
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
}

// Statements that write.
extension BalanceRow {
    static let update: StaticString = """
        UPDATE balances SET available = ?, held = ?, spent = ?, expired = ?, revoked = ?, debt = ?, is_closed = ?,
            holds_in_flight = ?, sequence = ?, updated_at = ?, last_entry = ?, last_anchor = ?, last_charge = ?
        WHERE id = ?
        """
    static let insertion: StaticString = """
        INSERT INTO balances (available, held, spent, expired, revoked, debt, is_closed, holds_in_flight, sequence,
            updated_at, last_entry, last_anchor, last_charge, id, account, pool)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func update(
        _ balance: Balance, _ place: BalancePlace, by statement: Result<PreparedStatement, any Error>
    ) throws {
        var update = try statement.get()
        try bind(balance, place, to: &update)
        try update.run()
    }

    static func insert(
        _ balance: Balance, _ place: BalancePlace, by statement: Result<PreparedStatement, any Error>
    ) throws {
        var insertion = try statement.get()
        try bind(balance, place, to: &insertion)
        try insertion.bind(balance.key.account)
        try insertion.bind(balance.key.pool.name)
        try insertion.run()
    }

    private static func bind(
        _ balance: Balance, _ place: BalancePlace, to statement: inout PreparedStatement
    ) throws {
        try statement.bind(balance.available)
        try statement.bind(balance.held)
        try statement.bind(balance.spent)
        try statement.bind(balance.expired)
        try statement.bind(balance.revoked)
        try statement.bind(balance.debt)
        try statement.bind(Int64(balance.isClosed ? 1 : 0))
        try statement.bind(balance.holdsInFlight)
        try statement.bind(balance.sequence)
        try statement.bind(balance.updatedAt)
        try statement.bind(place.lastEntry)
        try statement.bind(place.lastAnchor)
        try statement.bind(place.lastCharge)
        try statement.bind(place.id)
    }
}
