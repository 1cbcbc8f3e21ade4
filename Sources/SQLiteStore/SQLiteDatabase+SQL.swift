import GRDB
public import SQL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension SQLiteDatabase: SQLDatabase {
    public func query(_ statement: SQLStatement) async throws(SQLFailure) -> [SQLRow] {
        do {
            return try await read { connection in
                try Row.fetchAll(connection, sql: statement.sql, arguments: statement.arguments).map(SQLRow.init)
            }
        } catch {
            throw SQLFailure(error)
        }
    }

    @discardableResult
    public func commit(_ statements: [SQLStatement]) async throws(SQLFailure) -> [Int] {
        do {
            return try await write { connection in
                try statements.map { statement in
                    try connection.execute(sql: statement.sql, arguments: statement.arguments)
                    let changes = connection.changesCount
                    guard statement.requiredChanges.map({ $0 == changes }) ?? true else {
                        throw SQLFailure(.conditionFailed, "A condition of the commit does not hold.", remedy: "")
                    }
                    return changes
                }
            }
        } catch {
            throw SQLFailure(error)
        }
    }
}

extension SQLStatement {
    /// SQLite takes `$1` for a parameter by the name of `1`.
    fileprivate var arguments: StatementArguments {
        let named = parameters.enumerated().map { ("\($0.offset + 1)", $0.element.databaseValue) }
        return StatementArguments(Dictionary(uniqueKeysWithValues: named))
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}

extension SQLRow {
    fileprivate init(_ row: Row) {
        let columns = row.map { column, value -> (String, SQLValue) in
            switch value.storage {
            case .null: (column, .null)
            case .int64(let number): (column, .integer(number))
            // No column of ours holds a fraction; what a sum or a mean gives is a number if it is whole.
            case .double(let number): (column, Int64(exactly: number).map { .integer($0) } ?? .text("\(number)"))
            case .string(let text): (column, .text(text))
            case .blob(let data): (column, .blob(Array(data)))
            }
        }
        self.init(Dictionary(columns) { first, _ in first })
    }
}
