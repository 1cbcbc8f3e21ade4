import CreditLedger
import GRDB

/// A row of `charges`, and what the entries that opened and closed it carry.
struct ChargeRow {
    let charge: Charge
    /// The positions of the entries that opened and closed it; the same for one that is open.
    let opened: Int64
    let resolved: Int64
    /// The balance's charge ahead of it, 0 if it is the first.
    let previous: Int64
    let lease: Int64

    private static let selection = """
        SELECT c.id, c.amount, c.cost, c.refunded, c.state, c.opened, c.resolved, c.previous, c.lease, c.funding,
            o.reference, o.sequence, o.at, o.payload, r.sequence, r.at, r.payload, l.worker, l.leased_until,
            b.account, b.pool
        FROM charges AS c
        JOIN entries AS o ON o.position = c.opened
        JOIN entries AS r ON r.position = c.resolved
        JOIN balances AS b ON b.id = c.balance
        LEFT JOIN leases AS l ON l.id = c.lease AND c.state = 2
        WHERE c.id = ?
        """

    private init(_ row: Columns) throws {
        opened = row.integer(5)
        resolved = row.integer(6)
        previous = row.integer(7)
        lease = row.integer(8)
        charge = Charge(
            id: ChargeID(row.integer(0)), key: try row.balanceKey(19), reference: try row.reference(10),
            amount: try row.credits(1), funding: try FundingBlob.decode(row.bytes(9)), order: row.payload(13),
            opened: Charge.Mark(sequence: row.integer(11), at: row.timestamp(12)), stage: try State.stage(row))
    }

    static func find(_ id: ChargeID, on connection: Database) throws -> ChargeRow? {
        var statement = try PreparedStatement(selection, on: connection)
        try statement.bind(id.value)
        return try statement.first(ChargeRow.init)
    }

    /// All charges of a balance, the oldest first.
    static func all(of row: BalanceRow, on connection: Database) throws -> [Charge] {
        var rows: [ChargeRow] = []
        var next = row.place.lastCharge
        while next > 0, let row = try find(ChargeID(next), on: connection) {
            guard row.opened < rows.last?.opened ?? .max else { break }
            rows.append(row)
            next = row.previous
        }
        return rows.reversed().map(\.charge)
    }

    /// Charges of an account, the one opened last first: those of its pools, merged.
    static func page(_ page: Page<ChargeID>, of account: AccountID, on connection: Database) throws -> [Charge] {
        let end = try page.after.map { try find($0, on: connection)?.opened ?? 0 } ?? .max
        var heads = try BalanceRow.all(of: account, on: connection).compactMap { row in
            try first(before: end, from: row.place.lastCharge, on: connection)
        }
        var charges: [Charge] = []
        while charges.count < page.limit, let newest = heads.indices.max(by: { heads[$0].opened < heads[$1].opened }) {
            let row = heads[newest]
            charges.append(row.charge)
            if let next = try first(before: row.opened, from: row.previous, on: connection) {
                heads[newest] = next
            } else {
                heads.remove(at: newest)
            }
        }
        return charges
    }

    /// The first charge of a chain that was opened before a position.
    private static func first(before end: Int64, from start: Int64, on connection: Database) throws -> ChargeRow? {
        var next = start
        while next > 0, let row = try find(ChargeID(next), on: connection) {
            if row.opened < end { return row }
            next = row.previous
        }
        return nil
    }
}

// The statement that reads all, as views.
extension ChargeRow {
    static let everything = """
        SELECT id, balance, previous, amount, cost, refunded, state, opened, resolved, funding FROM charges
        """

    static func read(_ row: Columns, into view: inout ChargeView) throws {
        view.id = row.integer(0)
        view.slot = Int(clamping: max(0, row.integer(1)))
        view.amount = row.integer(3)
        view.cost = row.integer(4)
        view.refunded = row.integer(5)
        view.opened = row.integer(7)
        view.resolved = row.integer(8)
        view.closing = try State.closing(row.integer(6), isDeducted: view.resolved == view.opened)
        view.funding = try FundingBlob.decode(row.blobBytes(9))
    }
}

// Statements that write.
extension ChargeRow {
    static let insertion: StaticString = """
        INSERT INTO charges (id, balance, previous, amount, cost, refunded, state, opened, resolved, lease, funding)
        VALUES (?1, ?2, ?3, ?4, ?4, 0, ?5, ?6, ?6, ?7, ?8)
        """
    static let closing: StaticString = "UPDATE charges SET state = ?, cost = ?, resolved = ? WHERE id = ?"
    static let passing: StaticString = "UPDATE charges SET lease = ? WHERE id = ?"
    static let refunding: StaticString = "UPDATE charges SET refunded = refunded + ? WHERE id = ?"

    static func insert(
        _ charge: Charge, opened link: EntryLink, previous: Int64, lease: Int64, isHeld: Bool,
        by statement: Result<PreparedStatement, any Error>
    ) throws {
        var insertion = try statement.get()
        try insertion.bind(charge.id.value)
        try insertion.bind(link.balance)
        try insertion.bind(previous)
        try insertion.bind(charge.amount)
        try insertion.bind(isHeld ? State.held : State.captured)
        try insertion.bind(link.position)
        try insertion.bind(lease)
        try insertion.bind(FundingBlob.encode(charge.funding))
        try insertion.run()
    }

    static func close(
        _ id: ChargeID, by entry: Entry, at position: Int64, with statement: Result<PreparedStatement, any Error>
    ) throws {
        var closing = try statement.get()
        try closing.bind(State.number(after: entry.kind))
        try closing.bind(entry.kind == .capture ? entry.amount : .zero)
        try closing.bind(position)
        try closing.bind(id.value)
        guard try closing.run() == 1 else { throw MissingRow.charge(id) }
    }

    static func passOn(
        _ id: ChargeID, to lease: Int64, with statement: Result<PreparedStatement, any Error>
    ) throws {
        var passing = try statement.get()
        try passing.bind(lease)
        try passing.bind(id.value)
        guard try passing.run() == 1 else { throw MissingRow.charge(id) }
    }

    static func refund(
        _ id: ChargeID, _ amount: Credits, with statement: Result<PreparedStatement, any Error>
    ) throws {
        var refunding = try statement.get()
        try refunding.bind(amount)
        try refunding.bind(id.value)
        guard try refunding.run() == 1 else { throw MissingRow.charge(id) }
    }
}

/// The numbers for a charge's stage. Stored: never change one.
private enum State {
    static let held: Int64 = 2
    static let captured: Int64 = 3
    static let released: Int64 = 4
    static let expired: Int64 = 5

    static func number(after kind: Entry.Kind) -> Int64 {
        switch kind {
        case .release: released
        case .holdExpiry: expired
        default: captured
        }
    }

    /// The kind of the entry that closed a charge; `nil` while it is held.
    static func closing(_ state: Int64, isDeducted: Bool) throws -> Entry.Kind? {
        switch state {
        case held: nil
        case captured: isDeducted ? .deduct : .capture
        case released: .release
        case expired: .holdExpiry
        default: throw UnreadableColumn(name: "state")
        }
    }

    static func stage(_ row: Columns) throws -> Charge.Stage {
        let mark = Charge.Mark(sequence: row.integer(14), at: row.timestamp(15))
        // What a deduction delivers is not told.
        let result = row.integer(6) == row.integer(5) ? Payload.empty : row.payload(16)
        switch row.integer(4) {
        case held:
            // A lease that somebody removed by hand is over.
            let until = row.optionalTimestamp(18) ?? .distantPast
            return .held(Lease(worker: WorkerID(row.text(17)), until: until))
        case captured:
            let capture = Charge.Capture(amount: try row.credits(2), refunded: try row.credits(3), result: result)
            return .captured(capture, mark)
        case released: return .released(result, mark)
        case expired: return .expired(mark)
        default: throw row.unreadable(4)
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
        try bytes.withUnsafeBytes { try decode($0) }
    }

    static func decode(_ buffer: UnsafeRawBufferPointer) throws -> [Charge.Funding] {
        guard buffer.count % 16 == 0 else { throw UnreadableColumn(name: "funding") }
        return try stride(from: 0, to: buffer.count, by: 16).map { start in
            let grant = Int64(bigEndian: buffer.loadUnaligned(fromByteOffset: start, as: Int64.self))
            let count = Int64(bigEndian: buffer.loadUnaligned(fromByteOffset: start + 8, as: Int64.self))
            guard let amount = Credits(exactly: count) else { throw UnreadableColumn(name: "funding") }
            return Charge.Funding(grant: GrantID(grant), amount: amount)
        }
    }
}
