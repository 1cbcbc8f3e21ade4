import CreditLedger
import GRDB
import GRDBSQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The columns of the row at which a statement stands, by number.
struct Columns {
    let handle: SQLiteStatement

    func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }

    func optionalInteger(_ index: Int32) -> Int64? { isNull(index) ? nil : integer(index) }

    func flag(_ index: Int32) -> Bool { integer(index) != 0 }

    func text(_ index: Int32) -> String {
        guard let bytes = sqlite3_column_text(handle, index) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, index))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func optionalText(_ index: Int32) -> String? { isNull(index) ? nil : text(index) }

    func bytes(_ index: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, index) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
    }

    /// The bytes of a text in SQLite's own memory, good until the next step.
    func textBytes(_ index: Int32) -> UnsafeRawBufferPointer {
        guard let start = sqlite3_column_text(handle, index) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    }

    /// The bytes of a blob in SQLite's own memory, good until the next step.
    func blobBytes(_ index: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: sqlite3_column_blob(handle, index), count: Int(sqlite3_column_bytes(handle, index)))
    }

    func uuid(_ index: Int32) -> UUID? {
        let bytes = blobBytes(index)
        return bytes.count == 16 ? UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)) : nil
    }

    private func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }
}

/// A stored value that is not of the form in which it was written.
struct UnreadableColumn: Error {
    let name: String
}

// The ledger's own values.
extension Columns {
    func credits(_ index: Int32) throws -> Credits {
        guard let credits = Credits(exactly: integer(index)) else { throw unreadable(index) }
        return credits
    }

    func timestamp(_ index: Int32) -> Timestamp { Timestamp(microseconds: integer(index)) }

    func optionalTimestamp(_ index: Int32) -> Timestamp? {
        optionalInteger(index).map { Timestamp(microseconds: $0) }
    }

    func reference(_ index: Int32) throws -> Reference {
        guard let reference = Reference(text(index)) else { throw unreadable(index) }
        return reference
    }

    func actor(_ index: Int32) throws -> ActorID {
        guard let actor = ActorID(text(index)) else { throw unreadable(index) }
        return actor
    }

    func source(_ index: Int32) throws -> GrantSource {
        guard let source = GrantSource(text(index)) else { throw unreadable(index) }
        return source
    }

    func payload(_ index: Int32) -> Payload { Payload(bytes: bytes(index)) }

    /// The account and the pool that stand in two columns, one after the other.
    func balanceKey(_ index: Int32) throws -> BalanceKey {
        guard let uuid = uuid(index), let pool = Pool(text(index + 1)) else { throw unreadable(index) }
        return BalanceKey(account: AccountID(uuid), pool: pool)
    }

    func unreadable(_ index: Int32) -> UnreadableColumn {
        UnreadableColumn(name: sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "\(index)")
    }
}
