import CreditLedger
import CreditLedgerTesting
import Testing

/// Reading all of a journal takes the memory of a page, whatever its length.
@Suite struct JournalReaderTests {
    @Test(arguments: [1, 2, 3, 7, 500], JournalOrder.allCases)
    func `reads every line once, in pages that are no larger than asked for`(
        size: Int, order: JournalOrder
    ) async throws {
        let store = try await Self.written()
        let pages = try await Self.pages(of: JournalReader(of: store, JournalFilter(), order, pageSize: size))
        let all = try await store.journal(JournalFilter(), order, page: Page(limit: .max))
        #expect(all.count == 25)
        #expect(pages.flatMap { $0 } == all)
        #expect(pages.allSatisfy { (1...size).contains($0.count) })
    }

    @Test(arguments: [0, 1, 4, 5, 6, 24, 25, 26, .max])
    func `reads up to a limit`(limit: Int) async throws {
        let store = try await Self.written()
        let pages = try await Self.pages(of: JournalReader(of: store, limit: limit, pageSize: 5))
        let expected = try await store.journal(JournalFilter(), .oldestFirst, page: Page(limit: limit))
        #expect(pages.flatMap { $0 } == expected)
        #expect(pages.allSatisfy { $0.count <= 5 })
    }

    @Test func `reads what a filter lets pass, and nothing of an empty journal`() async throws {
        let store = try await Self.written()
        let holds = try await Self.pages(of: JournalReader(of: store, JournalFilter(kinds: [.hold]), pageSize: 2))
        #expect(holds.map(\.count) == [2, 2, 2])
        #expect(holds.flatMap { $0 }.allSatisfy { $0.entry.kind == .hold })
        #expect(try await Self.pages(of: JournalReader(of: MemoryStore())).isEmpty)
    }

    private static func written() async throws -> any LedgerStore { try await BalanceCheckTests.written().store }

    private static func pages(of reader: JournalReader) async throws -> [[JournalLine]] {
        var reader = reader
        var pages: [[JournalLine]] = []
        while let page = try await reader.nextPage() { pages.append(page) }
        #expect(try await reader.nextPage() == nil, "The end is the end")
        return pages
    }
}
