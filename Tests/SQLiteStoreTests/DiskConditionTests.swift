import GRDB
import SQL
import Testing

@testable import SQLiteStore

/// What is made of a disk that fails.
@Suite struct DiskConditionTests {
    private let disk = DiskCondition()

    @Test(arguments: [ResultCode.SQLITE_IOERR, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_READ])
    func `after it has failed, no more work is done on it`(code: ResultCode) async throws {
        #expect(throws: DatabaseError.self) { try disk.guarding { throw DatabaseError(resultCode: code) } }
        let failure = #expect(throws: SQLFailure.self) { try disk.guarding { Issue.record("worked on") } }
        #expect(failure?.code == .diskFailed)
        #expect(await disk.failure()?.code == .diskFailed)
    }

    @Test(arguments: [
        ResultCode.SQLITE_FULL, .SQLITE_BUSY, .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_READONLY, .SQLITE_IOERR_SHMSIZE,
    ])
    func `what may pass is no failure of the disk`(code: ResultCode) throws {
        #expect(throws: DatabaseError.self) { try disk.guarding { throw DatabaseError(resultCode: code) } }
        #expect(try disk.guarding { 7 } == 7)
        #expect(!disk.hasFailed)
    }

    @Test func `a database whose disk failed neither reads nor writes`() async throws {
        try await withTemporaryFolder { folder in
            let database = try SQLiteDatabase(path: folder.path(), role: .server)
            await #expect(throws: DatabaseError.self) {
                try await database.write { _ in throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) }
            }
            await #expect(throws: SQLFailure.self) { try await database.write { _ in } }
            await #expect(throws: SQLFailure.self) { try await database.read { _ in } }
            #expect(await database.diskFailure()?.code == .diskFailed)
        }
    }

    @Test func `whoever waits for its failure is let go when cancelled`() async {
        let disk = disk
        let waiting = Task { await disk.failure() }
        waiting.cancel()
        #expect(await waiting.value == nil)
    }
}
