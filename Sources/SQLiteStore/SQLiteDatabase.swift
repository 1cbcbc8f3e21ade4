import CSQLite
import CreditLedger
import GRDB
public import SQL
import Synchronization

/// A data file in SQLite: one writer, several readers, every commit durable before it is answered.
public final class SQLiteDatabase: Sendable {
    let pool: DatabasePool
    private let lock: FileLock?
    /// Of this file, whoever writes to the ledger in it: there is one writer.
    private let ledgerMemory = SharedLedgerMemory()
    private let disk = DiskCondition()
    private let checkpoints = Checkpoints()

    /// What a process does with the file.
    public enum Role: Sendable {
        /// Serves from it, alone, and checkpoints its log.
        case server
        /// Works on it beside a server, and leaves the log alone: SQLite before 3.51.3 can corrupt a
        /// log that two connections checkpoint at once.
        case guest
    }

    /// Opens the file at `path`, makes it if there is none, and brings its schema up to date.
    ///
    /// - Throws: ``SQLFailure`` that says what to do if the folder cannot be written, or the file is
    ///   none of ours or of a newer version.
    public init(path: String, role: Role) throws(SQLFailure) {
        lock = role == .server ? try FileLock(path: path + ".lock") : nil
        // One at a time: of several processes that are the first to come, one makes the tables.
        let setUp = try FileLock(waitingFor: path + ".setup")
        defer { withExtendedLifetime(setUp) {} }
        do {
            _ = try Self.look(at: path) { try SQLiteSchema.check($0) }
            pool = try DatabasePool(path: path, configuration: Self.configuration(for: role))
            // The pool itself has set its writer to NORMAL, with which a power cut takes back commits
            // that were acknowledged.
            try pool.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA synchronous = FULL")
                if role == .server { checkpoints.watch(connection) }
            }
            try SQLiteSchema.migrate(pool)
        } catch {
            throw SQLFailure(opening: path, error)
        }
    }

    /// The names of the migrations that the file at `path` has still to go through, all of them if there
    /// is no file; changes nothing.
    public static func pendingMigrations(path: String) throws(SQLFailure) -> [String] {
        do {
            let pending = try look(at: path) { connection in
                try SQLiteSchema.check(connection)
                return try SQLiteSchema.pending(in: connection)
            }
            return pending ?? SQLiteSchema.migrator.migrations
        } catch {
            throw SQLFailure(opening: path, error)
        }
    }

    /// Waits until the disk under the file fails: no commit and no read goes through any more, and what is
    /// on disk is found by the next process that opens the file.
    ///
    /// - Returns: The failure; `nil` if the calling task is cancelled before there is one.
    public func diskFailure() async -> SQLFailure? { await disk.failure() }

    /// Closes all connections.
    public func close() throws(SQLFailure) {
        do {
            if lock != nil { try disk.guarding { try emptyLog() } }
            try pool.close()
        } catch {
            throw SQLFailure(error)
        }
    }

    /// Brings the log into the file while there is a writer, so that what lies in the folder of a server
    /// that was stopped is one whole file. If a command is just reading, or the disk is full, the log stays,
    /// and is as good.
    private func emptyLog() throws {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_FULL].contains(error.resultCode) {
            return
        }
    }

    /// Reads from a file without changing it; `nil` if there is none. Opened for writing, another
    /// program's file would be switched to a write-ahead log before anybody could look whose it is.
    private static func look<Value>(at path: String, _ work: (Database) throws -> Value) throws -> Value? {
        var configuration = configuration(for: .guest)
        configuration.readonly = true
        do {
            return try DatabaseQueue(path: path, configuration: configuration).read(work)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
            // Whoever made it was killed over it. What was begun is undone, as it is by all who open it.
            configuration.readonly = false
            return try DatabaseQueue(path: path, configuration: configuration).read(work)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            return nil
        }
    }

    private static func configuration(for role: Role) -> Configuration {
        var configuration = Configuration()
        configuration.label = "scrip"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            guard role == .guest else {
                // In pages of 4 KiB: the tables' hot pages stay in memory.
                try connection.execute(sql: "PRAGMA cache_size = 16384")
                return
            }
            try connection.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            csqlite_leave_log_on_close(connection.sqliteConnection)
        }
        return configuration
    }
}

// Work on the writer and the readers.
extension SQLiteDatabase {
    /// Runs `work` in one commit, on the writer's own thread.
    ///
    /// Not cancelled with the calling task: a commit that has begun ends.
    func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await onWriter { try Self.commit(work, on: $0) }
    }

    /// Runs `work` on the ledger in one commit, with what the writer remembers of it; once more, with a cautious
    /// memory, if it turns out that a reference or an identifier was taken.
    func writeLedger<Value: Sendable>(
        _ work: @escaping @Sendable (Database, inout LedgerMemory) throws -> Value
    ) async throws -> Value {
        let shared = ledgerMemory
        return try await onWriter { try Self.commitWithCaution(work, shared, on: $0) }
    }

    /// Runs `commit` on the writer's own thread, and whatever is due there once it is answered.
    private func onWriter<Value: Sendable>(
        _ commit: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            // Without this database itself: whoever has its answer may open the file anew.
            pool.asyncWriteWithoutTransaction { [disk, checkpoints] connection in
                continuation.resume(with: Result { try disk.guarding { try commit(connection) } })
                // Once the commit is answered; a failure of the disk is remembered.
                try? disk.guarding { try checkpoints.runIfDue(on: connection) }
                // A last checkpoint would copy from a log that may not be on disk.
                if disk.hasFailed { csqlite_leave_log_on_close(connection.sqliteConnection) }
            }
        }
    }

    private static func commitWithCaution<Value: Sendable>(
        _ work: (Database, inout LedgerMemory) throws -> Value, _ shared: SharedLedgerMemory, on connection: Database
    ) throws -> Value {
        try shared.memory.withLock { memory in
            let wasCautious = memory.isCautious
            do {
                return try commit(work, &memory, on: connection)
            } catch  where !wasCautious && error.tellsOfSomethingTaken {
                memory = LedgerMemory(isCautious: true)
                return try commit(work, &memory, on: connection)
            }
        }
    }

    private static func commit<Value: Sendable>(
        _ work: (Database, inout LedgerMemory) throws -> Value, _ memory: inout LedgerMemory, on connection: Database
    ) throws -> Value {
        do {
            return try commit({ try work($0, &memory) }, on: connection)
        } catch {
            memory = LedgerMemory(isCautious: memory.isCautious)
            throw error
        }
    }

    /// Reads, as of one moment, on a thread of its own.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { [disk] connection in
                continuation.resume(with: Result { try disk.guarding { try work(connection.get()) } })
            }
        }
    }

    private static func commit<Value>(
        _ work: (Database) throws -> Value, on connection: Database
    ) throws -> Value {
        var value: Value?
        // IMMEDIATE: a read that upgrades to a write would fail at once, whatever the busy timeout.
        try connection.inTransaction(.immediate) {
            value = try work(connection)
            return .commit
        }
        guard let value else { preconditionFailure("A transaction that committed has run its work.") }
        return value
    }
}

extension Error {
    /// Whether a batch of ledger commands fails since a reference or an identifier in it is taken.
    fileprivate var tellsOfSomethingTaken: Bool {
        if self is TakenReference { return true }
        if let failure = self as? StoreFailure { return failure.code == .identifierTaken }
        let codes: [ResultCode] = [
            .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID,
        ]
        return (self as? DatabaseError).map { codes.contains($0.extendedResultCode) } ?? false
    }
}
