import CreditLedger
import GRDB

/// A row of `leases`: the holds that one commit made for one worker.
struct LeaseRow {
    let id: Int64
    let lease: Lease
    private var firstCharge = Int64.max
    private var lastCharge: Int64 = 0
    private var holds: Int64 = 0

    init(id: Int64, lease: Lease) {
        self.id = id
        self.lease = lease
    }

    /// Adds a hold; returns the lease's number.
    mutating func add(_ charge: ChargeID) -> Int64 {
        firstCharge = min(firstCharge, charge.value)
        lastCharge = max(lastCharge, charge.value)
        holds += 1
        return id
    }
}

// Statements.
extension LeaseRow {
    static let insertion: StaticString = """
        INSERT INTO leases (id, worker, leased_until, first_charge, last_charge, holds) VALUES (?, ?, ?, ?, ?, ?)
        """
    static let shortening: StaticString = "UPDATE leases SET holds = holds - ? WHERE id = ?"
    static let dropping: StaticString = "DELETE FROM leases WHERE id = ? AND holds = 0"

    func insert(by statement: Result<PreparedStatement, any Error>) throws {
        var insertion = try statement.get()
        try insertion.bind(id)
        try insertion.bind(lease.worker.name)
        try insertion.bind(lease.until)
        try insertion.bind(firstCharge)
        try insertion.bind(lastCharge)
        try insertion.bind(holds)
        try insertion.run()
    }

    /// Takes closed holds off a lease, and drops it with the last of them.
    static func shorten(
        _ id: Int64, by count: Int64, with update: Result<PreparedStatement, any Error>,
        _ removal: Result<PreparedStatement, any Error>
    ) throws {
        var update = try update.get()
        try update.bind(count)
        try update.bind(id)
        try update.run()
        var removal = try removal.get()
        try removal.bind(id)
        try removal.run()
    }

    /// Moves the end of a worker's leases; returns how many holds they are.
    static func renew(of worker: WorkerID, until: Timestamp, on connection: Database) throws -> Int {
        var update = try PreparedStatement("UPDATE leases SET leased_until = ? WHERE worker = ?", on: connection)
        try update.bind(until)
        try update.bind(worker.name)
        try update.run()
        var count = try PreparedStatement("SELECT coalesce(sum(holds), 0) FROM leases WHERE worker = ?", on: connection)
        try count.bind(worker.name)
        return Int(try count.first { $0.integer(0) } ?? 0)
    }

    /// Holds whose lease has ended, the longest overdue first.
    static func overdue(at now: Timestamp, limit: Int, on connection: Database) throws -> [ChargeID] {
        var statement = try PreparedStatement(
            """
            SELECT c.id FROM leases AS l
            JOIN charges AS c ON c.id BETWEEN l.first_charge AND l.last_charge AND c.lease = l.id AND c.state = 2
            WHERE l.leased_until <= ? ORDER BY l.leased_until, c.id LIMIT ?
            """, on: connection)
        try statement.bind(now)
        try statement.bind(Int64(limit))
        return try statement.all { ChargeID($0.integer(0)) }
    }
}
