import CreditLedger
import GRDB

/// The rows of `charges`.
enum ChargeRow {
    private static let columns = """
        SELECT c.id, c.reference, c.amount, c.funding, c.work_order, c.opened_sequence, c.opened_at, c.state, c.captured,
            c.refunded, c.work_result, c.worker, c.leased_until, c.resolved_sequence, c.resolved_at
        """
    private static let withKey =
        columns + ", b.account, b.pool FROM charges AS c JOIN balances AS b ON b.id = c.balance"

    static func find(_ id: ChargeID, on connection: Database) throws -> Charge? {
        var statement = try PreparedStatement(withKey + " WHERE c.id = ?", on: connection)
        try statement.bind(id.value)
        return try statement.first { try charge($0, key: $0.balanceKey(15)) }
    }

    static func all(of balance: BalanceRow, on connection: Database) throws -> [Charge] {
        var statement = try PreparedStatement(
            columns + " FROM charges AS c WHERE c.balance = ? ORDER BY c.id", on: connection)
        try statement.bind(balance.id)
        return try statement.all { try charge($0, key: balance.balance.key) }
    }

    static func page(_ page: Page<ChargeID>, of account: AccountID, on connection: Database) throws -> [Charge] {
        var statement = try PreparedStatement(
            withKey + " WHERE b.account = ? AND c.id < ? ORDER BY c.id DESC LIMIT ?", on: connection)
        try statement.bind(account)
        try statement.bind(page.after?.value ?? Int64.max)
        try statement.bind(Int64(page.limit))
        return try statement.all { try charge($0, key: $0.balanceKey(15)) }
    }

    static func overdue(at now: Timestamp, limit: Int, on connection: Database) throws -> [ChargeID] {
        var statement = try PreparedStatement(
            "SELECT id FROM charges WHERE state = 'held' AND leased_until <= ? ORDER BY leased_until LIMIT ?",
            on: connection)
        try statement.bind(now)
        try statement.bind(Int64(limit))
        return try statement.all { ChargeID($0.integer(0)) }
    }

    static func renewLeases(of worker: WorkerID, until: Timestamp, on connection: Database) throws -> Int {
        var update = try PreparedStatement(
            "UPDATE charges SET leased_until = ? WHERE state = 'held' AND worker = ?", on: connection)
        try update.bind(until)
        try update.bind(worker.name)
        try update.run()
        return connection.changesCount
    }

    static func save(_ charge: Charge, isNew: Bool, balance: Int64, on connection: Database) throws {
        if isNew { return try insert(charge, balance: balance, on: connection) }
        var update = try PreparedStatement(
            """
            UPDATE charges SET state = ?, captured = ?, refunded = ?, work_result = ?, worker = ?,
                leased_until = ?, resolved_sequence = ?, resolved_at = ?
            WHERE id = ?
            """, on: connection)
        try StageColumns.bind(charge.stage, to: &update)
        try update.bind(charge.id.value)
        try update.run()
    }

    private static func insert(_ charge: Charge, balance: Int64, on connection: Database) throws {
        var insertion = try PreparedStatement(
            """
            INSERT INTO charges (state, captured, refunded, work_result, worker, leased_until,
                resolved_sequence, resolved_at, id, balance, reference, amount, funding, work_order,
                opened_sequence, opened_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, on: connection)
        try StageColumns.bind(charge.stage, to: &insertion)
        try insertion.bind(charge.id.value)
        try insertion.bind(balance)
        try insertion.bind(charge.reference.text)
        try insertion.bind(charge.amount)
        try insertion.bind(FundingBlob.encode(charge.funding))
        try insertion.bind(charge.order.bytes)
        try insertion.bind(charge.opened.sequence)
        try insertion.bind(charge.opened.at)
        try insertion.run()
    }

    private static func charge(_ row: Columns, key: BalanceKey) throws -> Charge {
        Charge(
            id: ChargeID(row.integer(0)), key: key, reference: try row.reference(1), amount: try row.credits(2),
            funding: try FundingBlob.decode(row.bytes(3)), order: row.payload(4),
            opened: Charge.Mark(sequence: row.integer(5), at: row.timestamp(6)), stage: try StageColumns.stage(row))
    }
}

/// The eight columns that tell a charge's stage.
private enum StageColumns {
    static func bind(_ stage: Charge.Stage, to statement: inout PreparedStatement) throws {
        switch stage {
        case .held(let lease):
            try bind("held", result: nil, lease: lease, to: &statement)
        case .captured(let capture, _):
            try bind("captured", capture: capture, result: capture.result, lease: nil, to: &statement)
        case .released(let reason, _):
            try bind("released", result: reason, lease: nil, to: &statement)
        case .expired:
            try bind("expired", result: nil, lease: nil, to: &statement)
        }
        try statement.bind(stage.mark?.sequence)
        try statement.bind(stage.mark?.at.microseconds)
    }

    private static func bind(
        _ state: String, capture: Charge.Capture? = nil, result: Payload?, lease: Lease?,
        to statement: inout PreparedStatement
    ) throws {
        try statement.bind(state)
        try statement.bind(capture?.amount ?? .zero)
        try statement.bind(capture?.refunded ?? .zero)
        if let result { try statement.bind(result.bytes) } else { try statement.bindNull() }
        try statement.bind(lease?.worker.name)
        try statement.bind(lease?.until.microseconds)
    }

    static func stage(_ row: Columns) throws -> Charge.Stage {
        let state = row.text(7)
        if state == "held" { return .held(Lease(worker: WorkerID(row.text(11)), until: row.timestamp(12))) }
        let mark = Charge.Mark(sequence: row.integer(13), at: row.timestamp(14))
        switch state {
        case "captured":
            let capture = Charge.Capture(
                amount: try row.credits(8), refunded: try row.credits(9), result: row.payload(10))
            return .captured(capture, mark)
        case "released": return .released(row.payload(10), mark)
        case "expired": return .expired(mark)
        default: throw row.unreadable(7)
        }
    }
}

extension Charge.Stage {
    fileprivate var mark: Charge.Mark? {
        switch self {
        case .held: nil
        case .captured(_, let mark), .released(_, let mark), .expired(let mark): mark
        }
    }
}

/// Which grants funded a charge: pairs of grant and amount, 8 bytes each, most significant first.
enum FundingBlob {
    static func encode(_ funding: [Charge.Funding]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(funding.count * 16)
        for part in funding {
            withUnsafeBytes(of: part.grant.value.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: part.amount.count.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) throws -> [Charge.Funding] {
        guard bytes.count % 16 == 0 else { throw UnreadableColumn(name: "funding") }
        return try bytes.withUnsafeBytes { buffer in
            try stride(from: 0, to: buffer.count, by: 16).map { start in
                let grant = Int64(bigEndian: buffer.loadUnaligned(fromByteOffset: start, as: Int64.self))
                let count = Int64(bigEndian: buffer.loadUnaligned(fromByteOffset: start + 8, as: Int64.self))
                guard let amount = Credits(exactly: count) else { throw UnreadableColumn(name: "funding") }
                return Charge.Funding(grant: GrantID(grant), amount: amount)
            }
        }
    }
}
