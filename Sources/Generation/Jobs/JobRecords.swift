public import CreditLedger
public import SQL

/// Which charges are jobs that nobody waits for, and which of those have been begun.
///
/// A job that was promised and not begun is done by another process if its own one dies; one that was begun is
/// not begun again. A generation that a client waits for has no such record.
public struct JobRecords: Sendable {
    private let database: any SQLDatabase
    private let clock: any LedgerClock

    /// The records in `database`.
    public init(database: some SQLDatabase, clock: any LedgerClock = SystemClock()) {
        self.database = database
        self.clock = clock
    }

    /// Promises that a charge's work is done.
    func promise(_ charge: ChargeID) async throws(SQLFailure) {
        try await database.commit([
            SQLStatement(
                "INSERT INTO generation_jobs (charge, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [.integer(charge.value), .integer(clock.now().microseconds)])
        ])
    }

    /// Notes that a job is begun by a worker, unless another one has begun it.
    ///
    /// - Returns: Whether it is this worker's to do.
    func begin(_ charge: ChargeID, by worker: WorkerID) async throws(SQLFailure) -> Bool {
        let changes = try await database.commit([
            SQLStatement(
                """
                UPDATE generation_jobs SET begun_at = COALESCE(begun_at, $1), worker = $2
                WHERE charge = $3 AND (worker IS NULL OR worker = $2)
                """,
                [.integer(clock.now().microseconds), .text(worker.name), .integer(charge.value)])
        ])
        return changes == [1]
    }

    /// The jobs that nobody has begun.
    func waiting(limit: Int = 100_000) async throws(SQLFailure) -> Set<ChargeID> {
        let rows = try await database.query(
            SQLStatement(
                "SELECT charge FROM generation_jobs WHERE begun_at IS NULL ORDER BY charge LIMIT $1",
                [.integer(Int64(limit))]))
        return Set(try rows.map { row throws(SQLFailure) in ChargeID(try row.integer("charge")) })
    }

    /// Whether somebody has begun a job; `nil` if the charge is no job.
    func isBegun(_ charge: ChargeID) async throws(SQLFailure) -> Bool? {
        let rows = try await database.query(
            SQLStatement("SELECT begun_at FROM generation_jobs WHERE charge = $1", [.integer(charge.value)]))
        return try rows.first.map { row throws(SQLFailure) in try row.optionalInteger("begun_at") != nil }
    }

    /// Forgets a job that is done.
    func forget(_ charge: ChargeID) async throws(SQLFailure) {
        try await database.commit([
            SQLStatement("DELETE FROM generation_jobs WHERE charge = $1", [.integer(charge.value)])
        ])
    }
}
