import ArgumentParser
import CreditLedger

/// `scrip refund CHARGE [N]`: gives back what was captured.
struct RefundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund",
        abstract: "Give back credits of a charge. The same --reference refunds once, however often it is run.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The charge: chg_…, or its reference, gen_….") var charge: String
    @Argument(help: "How many credits; all that were not given back before if left out.") var amount: Int64?
    @Option(help: "Your own name for this refund.") var reference: Reference?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if let amount, amount <= 0 { throw ValidationError("The amount must be above zero.") }
    }

    func run() async throws {
        try await Backend.use(data) { backend, _ in
            let charge = try await backend.charge(named: charge)
            let posting = try await backend.ledger.refund(
                charge.id, amount: amount.flatMap { Credits(exactly: $0) }, reference: reference ?? .unique("refund"),
                by: "cli")
            let sheet = Sheet(
                id: "\(charge.id)", refunded: posting.entry.amount.count,
                available: posting.standing.available.count)
            let verb = posting.isRepeat ? "were refunded before" : "refunded"
            try Output.answer(
                sheet, json: json,
                "\(sheet.id)  \(sheet.refunded) \(verb), \(sheet.available) available in \(charge.key.pool)")
        }
    }

    private struct Sheet: Encodable {
        let id: String
        let refunded: Int64
        let available: Int64
    }
}

extension Backend {
    /// The charge that a person means, who names its identifier or its reference.
    func charge(named name: String) async throws -> Charge {
        if let charge = try await ledger.store.charge(named: name) { return charge }
        throw Failure("There is no charge \(name). Name its id, chg_…, or its reference, gen_…; see scrip journal.")
    }
}
