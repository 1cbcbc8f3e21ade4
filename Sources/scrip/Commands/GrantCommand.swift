import ArgumentParser
import CreditLedger
import Identity

/// `scrip grant ACCOUNT N`: puts credits into an account.
struct GrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "Put credits into an account. The same --reference grants once, however often it is run.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The account's id or e-mail address.") var account: String
    @Argument(help: "How many credits.") var amount: Int64
    @Option(help: "Which pool (app).") var pool: Pool = .app
    @Option(help: "Your own name for this grant, such as an invoice's number.") var reference: Reference?
    @Option(help: "When what is left of it expires: 2026-12-31, 2026-12-31T12:00:00Z or 30d.") var expires: Moment?
    @Option(help: "Lower numbers are spent first, 0 to 100 (50).") var priority = GrantTerms.defaultPriority
    @Option(help: "Where it comes from, such as purchase or bonus, up to 64 bytes (owner).")
    var source: GrantSource = "owner"
    @Option(help: "Why, for the journal, which the customer can read.") var reason: Reason?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard amount > 0 else { throw ValidationError("The amount must be above zero.") }
        guard (0...100).contains(priority) else { throw ValidationError("--priority must be from 0 to 100.") }
    }

    func run() async throws {
        try await Backend.use(data) { backend, _ in
            let account = try await backend.accounts.account(named: account)
            let terms = GrantTerms(
                amount: .credits(amount), source: source, priority: priority, expiresAt: expires?.timestamp)
            let posting = try await backend.ledger.grant(
                terms, to: account.id, in: pool, reference: reference ?? .unique("grant"), reason: reason,
                by: "cli")
            guard let grant = posting.grant else { throw Failure("The grant is missing. Run scrip verify.") }
            let sheet = Sheet(id: "\(grant.id)", available: posting.standing.available.count)
            let verb = posting.isRepeat ? "was granted before" : "granted"
            try Output.answer(
                sheet, json: json,
                "\(grant.id)  \(grant.terms.amount) \(verb), \(sheet.available) available in \(pool)")
        }
    }

    private struct Sheet: Encodable {
        let id: String
        let available: Int64
    }
}
