import ArgumentParser
import CreditLedger

/// `scrip revoke GRANT`: takes a grant back.
struct RevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a grant back. What was spent of it already becomes debt, which later credits pay first.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The grant, grt_….") var grant: String
    @Argument(help: "How many credits; the whole grant if left out.") var amount: Int64?
    @Option(help: "Your own name for this.") var reference: Reference?
    @Option(help: "Why, for the journal, which the customer can read.") var reason: Reason?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if let amount, amount <= 0 { throw ValidationError("The amount must be above zero.") }
    }

    func run() async throws {
        try await Backend.use(data) { backend, _ in
            guard let id = GrantID(grant) else {
                throw Failure("\(grant) is not a grant's id, grt_…; see scrip journal.")
            }
            let posting = try await backend.ledger.revoke(
                id, amount: amount.flatMap { Credits(exactly: $0) }, reference: reference ?? .unique("revoke"),
                reason: reason, by: "cli")
            let entry = posting.entry
            let taken = entry.before.available.count - entry.after.available.count
            let sheet = Sheet(
                id: "\(id)", revoked: taken, debt: entry.amount.count - taken,
                available: posting.standing.available.count)
            try Output.answer(
                sheet, json: json,
                "\(id)  \(taken) revoked, \(sheet.debt) to be collected, \(sheet.available) available in \(entry.key.pool)"
            )
        }
    }

    private struct Sheet: Encodable {
        let id: String
        let revoked: Int64
        let debt: Int64
        let available: Int64
    }
}
