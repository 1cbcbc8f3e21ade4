import CreditLedger
import GRDB

/// The rows of `seals`.
enum SealRow {
    static let selection = "SELECT first, last, head FROM seals"

    static func seal(_ row: Columns) -> JournalSeal {
        JournalSeal(first: row.integer(0), last: row.integer(1), head: row.bytes(2))
    }

    static func last(on connection: Database) throws -> JournalSeal? {
        let statement = try PreparedStatement(selection + " ORDER BY last DESC LIMIT 1", on: connection)
        return try statement.first(seal)
    }

    /// The seal over the entries that have none yet, up to a number of them; `nil` if all have one.
    static func next(limit: Int, on connection: Database) throws -> JournalSeal? {
        let last = try last(on: connection)
        var sealing = JournalSealing(after: last?.head ?? JournalSealing.origin)
        var entries = try PreparedStatement(EntryRow.following, on: connection)
        try entries.bind(last?.last ?? 0)
        try entries.bind(Int64(limit))
        try entries.forEach { sealing.add($0.entryView) }
        return sealing.seal
    }

    /// Keeps a seal, unless its stretch has one already.
    ///
    /// - Returns: Whether it was kept.
    static func insert(_ seal: JournalSeal, at moment: Timestamp, on connection: Database) throws -> Bool {
        var insertion = try PreparedStatement(
            "INSERT INTO seals (first, last, head, sealed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            on: connection)
        try insertion.bind(seal.first)
        try insertion.bind(seal.last)
        try insertion.bind(seal.head)
        try insertion.bind(moment)
        return try insertion.run() == 1
    }
}

/// The seals in their order, one at a time.
struct SealCursor {
    private(set) var next: JournalSeal?
    private var statement: PreparedStatement

    init(on connection: Database) throws {
        statement = try PreparedStatement(SealRow.selection + " WHERE last > ? ORDER BY last LIMIT 1", on: connection)
        try move(behind: 0)
    }

    mutating func step() throws {
        if let next { try move(behind: next.last) }
    }

    private mutating func move(behind last: Int64) throws {
        try statement.bindFirst(last)
        next = try statement.first(SealRow.seal)
    }
}
