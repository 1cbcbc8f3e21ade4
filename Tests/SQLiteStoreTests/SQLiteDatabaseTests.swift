import Foundation
import GRDB
import SQL
import Testing

@testable import SQLiteStore

/// Opening a data file, or saying why not.
@Suite struct SQLiteDatabaseTests {
    @Test func `a second server on the same file is refused`() async throws {
        try await withTemporaryFolder { folder in
            let first = try SQLiteDatabase(path: folder.path(), role: .server)
            let failure = expectFailure(opening: folder.path(), as: .server)
            #expect(failure?.code == .unavailable)
            #expect(failure?.message == "Another scrip serve is running on \(folder.path()).")
            _ = try SQLiteDatabase(path: folder.path(), role: .guest)
            try first.close()
        }
    }

    @Test func `another server may take over when one has gone`() async throws {
        try await withTemporaryFolder { folder in
            for _ in 0..<2 { try SQLiteDatabase(path: folder.path(), role: .server).close() }
        }
    }

    @Test(arguments: [SQLiteDatabase.Role.server, .guest])
    func `every commit is durable before it is answered`(role: SQLiteDatabase.Role) async throws {
        try await withTemporaryFolder { folder in
            let database = try SQLiteDatabase(path: folder.path(), role: role)
            let full = 2
            let settings = try await database.pool.writeWithoutTransaction { connection in
                [
                    try Int.fetchOne(connection, sql: "PRAGMA synchronous"),
                    try Int.fetchOne(connection, sql: "PRAGMA foreign_keys"),
                    try Int.fetchOne(connection, sql: "PRAGMA wal_autocheckpoint"),
                ]
            }
            // None of SQLite's own: that one conceals an I/O error.
            #expect(settings == [full, 1, 0])
            let mode = try await database.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
            #expect(mode == "wal")
        }
    }

    @Test func `the log is brought into the file when it is long, and written from its start again`() async throws {
        try await withTemporaryFolder { folder in
            let database = try SQLiteDatabase(path: folder.path(), role: .server)
            _ = try await database.write { try $0.execute(sql: "CREATE TABLE ballast (bytes BLOB) STRICT") }
            var sizes: [Int] = []
            for _ in 0..<3 {
                try await database.write { connection in
                    try connection.execute(sql: "DELETE FROM ballast")
                    try connection.execute(sql: "INSERT INTO ballast VALUES (zeroblob(44000000))")
                }
                sizes.append(
                    try FileManager.default.attributesOfItem(atPath: folder.path() + "-wal")[.size] as? Int ?? 0)
            }
            #expect(sizes[0] > 40_000_000)
            #expect(sizes[2] < 2 * sizes[0], "\(sizes)")
            try database.close()
        }
    }

    @Test func `a file whose making was cut off after the migrator's own table is made anew`() async throws {
        try await withTemporaryFolder { folder in
            try await DatabaseQueue(path: folder.path()).write { connection in
                try connection.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            }
            try SQLiteDatabase(path: folder.path(), role: .server).close()
        }
    }

    @Test(arguments: [SQLiteDatabase.Role.server, .guest])
    func `a file of a newer version is refused`(role: SQLiteDatabase.Role) async throws {
        try await withTemporaryFolder { folder in
            try SQLiteDatabase(path: folder.path(), role: .server).close()
            try DatabaseQueue(path: folder.path()).write { connection in
                try connection.execute(sql: "INSERT INTO grdb_migrations VALUES ('999-from-the-future')")
            }
            let failure = expectFailure(opening: folder.path(), as: role)
            #expect(failure?.code == .unknownFormat)
            #expect(failure?.message == "\(folder.path()) was written by a newer version of scrip.")
        }
    }

    @Test(arguments: [SQLiteDatabase.Role.server, .guest])
    func `another program's file is refused, and left as it was`(role: SQLiteDatabase.Role) async throws {
        try await withTemporaryFolder { folder in
            let stranger = try DatabaseQueue(path: folder.path())
            try await stranger.write { try $0.execute(sql: "CREATE TABLE birds (name TEXT)") }
            try stranger.close()
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path()))
            let failure = expectFailure(opening: folder.path(), as: role)
            #expect(failure?.code == .unknownFormat)
            #expect(failure?.message == "\(folder.path()) is a database of another program.")
            #expect(throws: SQLFailure.self) { try SQLiteDatabase.pendingMigrations(path: folder.path()) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path())) == bytes)
        }
    }

    @Test(arguments: [SQLiteDatabase.Role.server, .guest])
    func `garbage is refused, and left as it was`(role: SQLiteDatabase.Role) async throws {
        try await withTemporaryFolder { folder in
            let bytes = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
            try bytes.write(to: URL(fileURLWithPath: folder.path()))
            let failure = expectFailure(opening: folder.path(), as: role)
            #expect(failure?.code == .corrupt)
            #expect(failure?.message.hasPrefix(folder.path()) == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path())) == bytes)
        }
    }

    @Test(arguments: [SQLiteDatabase.Role.server, .guest])
    func `a folder that cannot be written is told`(role: SQLiteDatabase.Role) async throws {
        try await withTemporaryFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder.path("file")))
            for path in [folder.path("file/ledger.sqlite"), folder.path("missing/ledger.sqlite")] {
                let failure = expectFailure(opening: path, as: role)
                #expect(failure?.code == .notWritable)
                #expect(failure?.remedy == "Check that its folder exists and that this user may write there.")
            }
        }
    }

    @Test func `an empty file is made ours`() async throws {
        try await withTemporaryFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder.path()))
            try SQLiteDatabase(path: folder.path(), role: .server).close()
            let pending = try SQLiteDatabase.pendingMigrations(path: folder.path())
            #expect(pending.isEmpty)
        }
    }

    @Test func `tells the migrations that are to come, and makes no file to do so`() async throws {
        try await withTemporaryFolder { folder in
            let pending = try SQLiteDatabase.pendingMigrations(path: folder.path())
            #expect(pending.first == "001-ledger")
            #expect(!FileManager.default.fileExists(atPath: folder.path()))
        }
    }

    private func expectFailure(
        opening path: String, as role: SQLiteDatabase.Role, sourceLocation: SourceLocation = #_sourceLocation
    ) -> SQLFailure? {
        #expect(throws: SQLFailure.self, sourceLocation: sourceLocation) {
            _ = try SQLiteDatabase(path: path, role: role)
        }
    }
}
