import CreditLedger
import GRDB
import GRDBSQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A statement of the ledger's hot path: prepared once, bound by position, read by column number.
///
/// GRDB's own arguments and rows, which go by name and box every value, took half of the writer's time.
struct PreparedStatement {
    private let statement: Statement
    private let connection: Database
    private var boundCount: Int32 = 0

    private var handle: SQLiteStatement { statement.sqliteStatement }

    /// The statement of a constant text, prepared the first time that a connection sees it.
    init(_ sql: StaticString, on connection: Database) throws {
        try self.init("\(sql)", on: connection)
    }

    init(_ sql: String, on connection: Database) throws {
        statement = try connection.cachedStatement(sql: sql)
        self.connection = connection
        sqlite3_reset(statement.sqliteStatement)
    }

    /// Runs it to its end; returns how many rows it changed.
    @discardableResult
    mutating func run() throws -> Int {
        defer { finish() }
        while try step() {}
        return Int(sqlite3_changes(connection.sqliteConnection))
    }

    /// The first row that it finds.
    func first<Value>(_ decode: (Columns) throws -> Value) throws -> Value? {
        defer { finish() }
        return try step() ? try decode(Columns(handle: handle)) : nil
    }

    /// All rows that it finds.
    func all<Value>(_ decode: (Columns) throws -> Value) throws -> [Value] {
        defer { finish() }
        var values: [Value] = []
        while try step() { values.append(try decode(Columns(handle: handle))) }
        return values
    }

    /// Looks at all rows that it finds, one after another.
    func forEach(_ body: (Columns) throws -> Void) throws {
        defer { finish() }
        while try step() { try body(Columns(handle: handle)) }
    }

    private func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection.sqliteConnection)),
                message: connection.lastErrorMessage, sql: statement.sql)
        }
    }

    private func finish() {
        sqlite3_reset(handle)
    }
}

// The next parameter, in the order of the question marks.
extension PreparedStatement {
    /// Binds the first parameter of a statement that is run again and again.
    mutating func bindFirst(_ number: Int64) throws {
        boundCount = 0
        try bind(number)
    }

    mutating func bind(_ number: Int64) throws {
        boundCount += 1
        try check(sqlite3_bind_int64(handle, boundCount, number))
    }

    mutating func bind(_ number: Int64?) throws {
        guard let number else { return try bindNull() }
        try bind(number)
    }

    mutating func bind(_ credits: Credits) throws { try bind(credits.count) }

    mutating func bind(_ moment: Timestamp) throws { try bind(moment.microseconds) }

    mutating func bind(_ text: String) throws {
        boundCount += 1
        let code = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text64(
                    handle, boundCount, $0.baseAddress, UInt64($0.count), Self.copied, UInt8(SQLITE_UTF8))
            }
        }
        try check(code ?? sqlite3_bind_text(handle, boundCount, text, -1, Self.copied))
    }

    mutating func bind(_ text: String?) throws {
        guard let text else { return try bindNull() }
        try bind(text)
    }

    mutating func bind(_ bytes: [UInt8]) throws {
        boundCount += 1
        // A null pointer would be a null: an empty array is an empty blob.
        guard !bytes.isEmpty else { return try check(sqlite3_bind_zeroblob(handle, boundCount, 0)) }
        let code = bytes.withUnsafeBytes {
            sqlite3_bind_blob64(handle, boundCount, $0.baseAddress, UInt64($0.count), Self.copied)
        }
        try check(code)
    }

    mutating func bind(_ account: AccountID) throws {
        boundCount += 1
        let code = withUnsafeBytes(of: account.uuid.uuid) {
            sqlite3_bind_blob64(handle, boundCount, $0.baseAddress, 16, Self.copied)
        }
        try check(code)
    }

    mutating func bindNull() throws {
        boundCount += 1
        try check(sqlite3_bind_null(handle, boundCount))
    }

    /// SQLITE_TRANSIENT: SQLite copies the value before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: statement.sql) }
    }
}
