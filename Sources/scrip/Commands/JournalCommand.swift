import ArgumentParser
import CreditLedger
import Identity

/// `scrip journal`: every movement of credits, the oldest first.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Print the journal: every movement of credits.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, ndjson
    }

    @OptionGroup var data: DataOptions
    @Argument(help: "Only this account's: an id or an e-mail address.") var account: String?
    @Option(help: "Only this pool's.") var pool: Pool?
    @Option(help: "table, csv or ndjson.") var format: Format = .table
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        try await Backend.use(data) { backend, _ in
            var filter = JournalFilter(pool: pool)
            if let account { filter.account = try await backend.accounts.account(named: account).id }
            let lines = try await lines(filter, in: backend.ledger).map(JournalSheet.init)
            if json { return try Output.json(["entries": lines]) }
            switch format {
            case .table: Output.table(JournalSheet.columns, lines.map(\.cells))
            case .csv:
                for row in [JournalSheet.columns] + lines.map(\.cells) {
                    print(row.map(Self.quoted).joined(separator: ","))
                }
            case .ndjson: for line in lines { try Output.json(line) }
            }
        }
    }

    /// A cell of CSV (RFC 4180): in quotes if it has to be.
    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    private func lines(_ filter: JournalFilter, in ledger: Ledger) async throws -> [JournalLine] {
        var lines: [JournalLine] = []
        while true {
            let page = try await ledger.store.journal(filter, page: Page(after: lines.last?.position, limit: 1_000))
            guard !page.isEmpty else { return lines.reversed() }
            lines += page
        }
    }
}

/// A line of the journal as it is printed. The names are those of the JSON.
private struct JournalSheet: Encodable {
    static let columns = [
        "position", "at", "account", "pool", "sequence", "kind", "amount", "available_before", "available_after",
        "held_before", "held_after", "reference", "charge", "grant", "actor", "reason",
    ]

    let position: Int64
    let at: String
    let account: String
    let pool: String
    let sequence: Int64
    let kind: String
    let amount: Int64
    let available_before: Int64
    let available_after: Int64
    let held_before: Int64
    let held_after: Int64
    let reference: String?
    let charge: String?
    let grant: String?
    let actor: String
    let reason: String?

    init(_ line: JournalLine) {
        let entry = line.entry
        position = line.position
        at = "\(entry.at)"
        account = "\(entry.key.account)"
        pool = entry.key.pool.name
        sequence = entry.sequence
        kind = entry.kind.name
        amount = entry.amount.count
        available_before = entry.before.available.count
        available_after = entry.after.available.count
        held_before = entry.before.held.count
        held_after = entry.after.held.count
        reference = entry.reference?.text
        charge = entry.charge?.description
        grant = entry.grant?.description
        actor = entry.actor.name
        reason = entry.reason?.text
    }

    var cells: [String] {
        [
            "\(position)", at, account, pool, "\(sequence)", kind, "\(amount)", "\(available_before)",
            "\(available_after)", "\(held_before)", "\(held_after)", reference ?? "", charge ?? "", grant ?? "", actor,
            reason ?? "",
        ]
    }
}
