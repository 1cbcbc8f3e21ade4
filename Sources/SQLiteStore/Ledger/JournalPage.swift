import CreditLedger
import GRDB

/// Finds the lines of a page of the journal by the shortest way that its filter allows.
enum JournalPage {
    static func lines(
        _ page: Page<Int64>, _ filter: JournalFilter, _ order: JournalOrder, on connection: Database
    ) throws -> [JournalLine] {
        if let reference = filter.reference {
            return select(from: try [EntryRow.find(reference, on: connection)].compactMap(\.self), page, filter, order)
        }
        if let charge = filter.charge {
            return select(from: try EntryRow.all(about: charge, on: connection), page, filter, order)
        }
        guard let account = filter.account else {
            return try EntryRow.scan(page, filter, order, on: connection).map(\.line)
        }
        let places = try BalanceRow.all(of: account, on: connection)
            .filter { filter.pool == nil || $0.balance.key.pool == filter.pool }.map(\.place)
        return try walk(places, page, filter, order, on: connection)
    }

    /// The few rows that may be meant, of which some are.
    private static func select(
        from rows: [EntryRow], _ page: Page<Int64>, _ filter: JournalFilter, _ order: JournalOrder
    ) -> [JournalLine] {
        let lines = rows.map(\.line).filter { line in
            guard filter.accepts(line.entry) else { return false }
            guard let cursor = page.after else { return true }
            return order == .newestFirst ? line.position < cursor : line.position > cursor
        }
        return Array((order == .newestFirst ? lines.reversed() : lines).prefix(page.limit))
    }

    /// The entries of some balances, merged.
    private static func walk(
        _ places: [BalancePlace], _ page: Page<Int64>, _ filter: JournalFilter, _ order: JournalOrder,
        on connection: Database
    ) throws -> [JournalLine] {
        var walks = try places.map { try EntryWalk($0, order, after: page.after, on: connection) }
        var lines: [JournalLine] = []
        while lines.count < page.limit {
            let heads = walks.indices.filter { walks[$0].head != nil }
            let next = heads.min { left, right in
                let (one, other) = (walks[left].head ?? 0, walks[right].head ?? 0)
                return order == .newestFirst ? one > other : one < other
            }
            guard let next, let position = walks[next].head else { break }
            try walks[next].step()
            guard let line = try EntryRow.find(position: position, on: connection)?.line else { continue }
            if filter.accepts(line.entry) { lines.append(line) }
        }
        return lines
    }
}

/// The positions of one balance's entries, one after another, from behind a cursor on.
///
/// The chain leads from the newest to the oldest. Against it, the anchors are gathered first, and the stretches
/// between them are then walked from the oldest on.
private struct EntryWalk {
    /// The position at which the walk stands; `nil` at its end.
    private(set) var head: Int64?

    private var chain: EntryChain
    private let order: JournalOrder
    private let cursor: Int64
    /// The newest positions of the stretches that are still to be walked, the oldest last.
    private var tops: [Int64] = []
    /// The rest of the stretch that is being walked, the next one last.
    private var stretch: [Int64] = []

    init(_ place: BalancePlace, _ order: JournalOrder, after cursor: Int64?, on connection: Database) throws {
        chain = try EntryChain(on: connection)
        self.order = order
        switch order {
        case .newestFirst:
            self.cursor = cursor ?? .max
            head = try chain.newest(before: self.cursor, from: place.lastEntry)
        case .oldestFirst:
            self.cursor = cursor ?? 0
            tops = try chain.anchors(from: place.lastEntry, downTo: self.cursor + 1)
            try step()
        }
    }

    mutating func step() throws {
        switch order {
        case .newestFirst:
            head = try head.flatMap { try chain.previous(of: $0) }
        case .oldestFirst:
            var start = (head ?? cursor) + 1
            while stretch.isEmpty, let top = tops.popLast() {
                stretch = try chain.positions(from: top, downTo: start)
                start = top + 1
            }
            head = stretch.popLast()
        }
    }
}
