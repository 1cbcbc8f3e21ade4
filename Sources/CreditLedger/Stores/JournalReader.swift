/// Reads the journal from one end to the other, page by page, so that an export of any length takes the
/// memory of a page.
///
/// ```swift
/// var reader = JournalReader(of: ledger.store, JournalFilter(pool: .api))
/// while let lines = try await reader.nextPage() { write(lines) }
/// ```
public struct JournalReader: Sendable {
    private let store: any LedgerStore
    private let filter: JournalFilter
    private let order: JournalOrder
    private let pageSize: Int
    /// How many lines may still be read.
    private var left: Int
    private var last: Int64?

    /// A reader of the lines that pass a filter.
    ///
    /// - Parameters:
    ///   - limit: How many lines are read at the most.
    ///   - pageSize: How many are read at a time, above zero.
    public init(
        of store: any LedgerStore, _ filter: JournalFilter = JournalFilter(), _ order: JournalOrder = .oldestFirst,
        limit: Int = .max, pageSize: Int = 500
    ) {
        precondition(pageSize > 0, "A page has one line at least; got \(pageSize).")
        self.store = store
        self.filter = filter
        self.order = order
        self.pageSize = pageSize
        left = limit
    }

    /// The next lines; `nil` at the end.
    public mutating func nextPage() async throws(StoreFailure) -> [JournalLine]? {
        let size = min(pageSize, left)
        guard size > 0 else { return nil }
        let lines = try await store.journal(filter, order, page: Page(after: last, limit: size))
        last = lines.last?.position
        // A page that is not full is the last one.
        left = lines.count < size ? 0 : left - size
        return lines.isEmpty ? nil : lines
    }
}
