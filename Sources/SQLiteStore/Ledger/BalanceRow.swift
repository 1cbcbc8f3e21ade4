import CreditLedger
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A row of `balances`, and the number by which other rows name it.
struct BalanceRow {
    let id: Int64
    let balance: Balance

    private init(_ row: Row) throws {
        id = row["id"]
        var balance = Balance(key: try row.balanceKey())
        balance.available = try row.credits("available")
        balance.held = try row.credits("held")
        balance.spent = try row.credits("spent")
        balance.expired = try row.credits("expired")
        balance.revoked = try row.credits("revoked")
        balance.debt = try row.credits("debt")
        balance.isClosed = row["is_closed"]
        balance.holdsInFlight = row["holds_in_flight"]
        balance.sequence = row["sequence"]
        balance.updatedAt = row.timestamp("updated_at")
        self.balance = balance
    }

    static func find(_ key: BalanceKey, on connection: Database) throws -> BalanceRow? {
        let statement = try connection.cachedStatement(
            sql: "SELECT * FROM balances WHERE account = ? AND pool = ?")
        return try Row.fetchOne(statement, arguments: [key.account.uuid, key.pool.name]).map(BalanceRow.init)
    }

    static func all(of account: AccountID, on connection: Database) throws -> [BalanceRow] {
        let statement = try connection.cachedStatement(
            sql: "SELECT * FROM balances WHERE account = ? ORDER BY pool")
        return try Row.fetchAll(statement, arguments: [account.uuid]).map(BalanceRow.init)
    }

    static func keys(after key: BalanceKey?, limit: Int, on connection: Database) throws -> [BalanceKey] {
        let statement = try connection.cachedStatement(
            sql: """
                SELECT account, pool FROM balances WHERE (account, pool) > (?, ?)
                ORDER BY account, pool LIMIT ?
                """)
        // Ahead of every account: a blob that is shorter than any.
        let account = key?.account.uuid.databaseValue ?? Data().databaseValue
        let rows = try Row.fetchAll(statement, arguments: [account, key?.pool.name ?? "", limit])
        return try rows.map { try $0.balanceKey() }
    }

    /// Writes a balance that is new if it has no number yet.
    static func save(_ balance: Balance, id: Int64?, on connection: Database) throws -> Int64 {
        let values: StatementArguments = [
            balance.available.count, balance.held.count, balance.spent.count, balance.expired.count,
            balance.revoked.count, balance.debt.count, balance.isClosed, balance.holdsInFlight, balance.sequence,
            balance.updatedAt.microseconds,
        ]
        guard let id else {
            let insertion = try connection.cachedStatement(
                sql: """
                    INSERT INTO balances (available, held, spent, expired, revoked, debt, is_closed, holds_in_flight,
                        sequence, updated_at, account, pool)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            try insertion.execute(arguments: values + [balance.key.account.uuid, balance.key.pool.name])
            return connection.lastInsertedRowID
        }
        let update = try connection.cachedStatement(
            sql: """
                UPDATE balances SET available = ?, held = ?, spent = ?, expired = ?, revoked = ?, debt = ?,
                    is_closed = ?, holds_in_flight = ?, sequence = ?, updated_at = ?
                WHERE id = ?
                """)
        try update.execute(arguments: values + [id])
        return id
    }
}
