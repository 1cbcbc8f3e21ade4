import ArgumentParser
import CreditLedger
import Identity
import ScripServer

/// `scrip journal`: every movement of credits, the oldest first.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Print the journal: every movement of credits, the oldest first.",
        discussion:
            "Kinds of movement: \(Entry.Kind.names). csv is for spreadsheets: a text that begins like a formula "
            + "gets an apostrophe ahead of it. ndjson has every text as it is. Both take the same memory for a journal of "
            + "any length.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, ndjson
    }

    @OptionGroup var data: DataOptions
    @Argument(help: "Only this account's: an id or an e-mail address.") var account: String?
    @Option(help: "Only this pool's.") var pool: Pool?
    @Option(
        parsing: .singleValue, help: "Only movements of this kind, such as hold; may be repeated.",
        transform: Entry.Kind.argument)
    var kind: [Entry.Kind] = []
    @Option(
        help: "Only from this moment on: 2026-12-31, 2026-12-31T12:00:00Z, or 30d for 30 days ago.",
        transform: PastMoment.argument)
    var since: PastMoment?
    @Option(help: "Only from before this moment; written likewise.", transform: PastMoment.argument)
    var until: PastMoment?
    @Option(help: "Only those about this charge: chg_…, or its reference, gen_….") var charge: String?
    @Option(help: "Only those about this grant: grt_….", transform: GrantID.argument) var grant: GrantID?
    @Option(help: "Only that of the command with this reference.") var reference: Reference?
    @Option(help: "How many at the most.") var limit: Int?
    @Flag(help: "Begin with the last movement.") var newestFirst = false
    @Option(help: "table, csv or ndjson.") var format: Format = .table
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard limit ?? 1 > 0 else { throw ValidationError("--limit must be above zero.") }
        if let since, let until, since.timestamp >= until.timestamp {
            throw ValidationError("--since must be before --until.")
        }
    }

    func run() async throws {
        try await Backend.use(data) { backend, _ in
            let store = backend.ledger.store
            let reader = JournalReader(
                of: store, try await filter(in: backend), newestFirst ? .newestFirst : .oldestFirst,
                limit: limit ?? .max)
            if json { return try Output.json(["entries": try await all(of: reader)]) }
            switch format {
            case .table: Output.table(EntrySheet.columns, try await all(of: reader).map(\.cells))
            case .csv:
                print(CSV.row(EntrySheet.columns), terminator: "")
                try await stream(reader) { print(CSV.row($0.cells), terminator: "") }
            case .ndjson: try await stream(reader) { try Output.json($0) }
            }
        }
    }

    private func filter(in backend: Backend) async throws -> JournalFilter {
        var filter = JournalFilter(
            pool: pool, kinds: kind.isEmpty ? nil : Set(kind), since: since?.timestamp, until: until?.timestamp,
            grant: grant, reference: reference)
        if let account { filter.account = try await backend.accounts.account(named: account).id }
        if let charge { filter.charge = try await backend.charge(named: charge).id }
        return filter
    }

    private func stream(_ reader: JournalReader, _ write: (EntrySheet) throws -> Void) async throws {
        var reader = reader
        while let lines = try await reader.nextPage() {
            for line in lines { try write(EntrySheet(line)) }
        }
    }

    /// A table's columns are as wide as their widest cell, so all of it must be there first.
    private func all(of reader: JournalReader) async throws -> [EntrySheet] {
        var sheets: [EntrySheet] = []
        try await stream(reader) { sheets.append($0) }
        return sheets
    }
}

extension Entry.Kind {
    fileprivate static var names: String { allCases.map(\.name).joined(separator: ", ") }

    fileprivate static func argument(_ text: String) throws -> Entry.Kind {
        guard let kind = Entry.Kind(name: text) else { throw ValidationError("it must be one of \(names).") }
        return kind
    }
}

extension GrantID {
    fileprivate static func argument(_ text: String) throws -> GrantID {
        guard let id = GrantID(text) else {
            throw ValidationError("it must be a grant's id, grt_…; see scrip journal.")
        }
        return id
    }
}
