import GRDB
import GRDBSQLite
import Synchronization

/// Brings the log into the data file when it has grown long, after a commit and apart from it.
///
/// SQLite's own autocheckpoint would do so within the commit, and conceal an I/O error.
final class Checkpoints: Sendable {
    /// In pages of 4 KiB: the log is emptied every 40 MB.
    private static let longest = 10_000

    private let length = Atomic<Int>(0)

    /// Takes the place of SQLite's autocheckpoint on `connection`, which must not outlive this.
    func watch(_ connection: Database) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            connection.sqliteConnection,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                let checkpoints = Unmanaged<Checkpoints>.fromOpaque(context).takeUnretainedValue()
                checkpoints.length.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            }, context)
    }

    /// Checkpoints if the last commit left a long log. Readers in its way and a full disk can wait.
    func runIfDue(on connection: Database) throws {
        guard length.load(ordering: .relaxed) >= Self.longest else { return }
        do {
            _ = try connection.checkpoint(.passive)
        } catch let error as DatabaseError where error.resultCode != .SQLITE_IOERR {
            return
        }
    }
}
