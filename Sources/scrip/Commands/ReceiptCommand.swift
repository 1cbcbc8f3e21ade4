import ArgumentParser
import CreditLedger
import ScripServer

/// `scrip receipt CHARGE`: where the credits of a charge came from, and what became of them.
struct ReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Show what became of a charge, grant by grant and entry by entry.",
        discussion: "It is checked against the journal before it is shown: scrip journal --charge has the entries that "
            + "it names.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The charge: chg_…, or its reference, gen_….") var charge: String
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        try await Backend.use(data) { backend, _ in
            let charge = try await backend.charge(named: charge)
            guard let receipt = try await backend.ledger.receipt(of: charge.id) else {
                throw Failure("The charge \(charge.id) is missing. Run scrip verify.")
            }
            if json { return try Output.json(ReceiptSheet(receipt)) }
            print("\(receipt.charge)  \(receipt.reference)  \(receipt.key)")
            print(receipt.sentence)
            print()
            Output.table(
                ["grant", "source", "reference", "burned", "kept"],
                receipt.burned.map { burn in
                    [
                        "\(burn.grant)", burn.source?.name ?? "", burn.reference?.text ?? "", "\(burn.amount)",
                        "\(burn.kept)",
                    ]
                })
            print()
            Output.table(
                ["position", "sequence", "at", "kind", "amount", "returned", "reference"],
                receipt.steps.map { step in
                    [
                        "\(step.position)", "\(step.sequence)", "\(step.at)", step.kind.name, "\(step.amount)",
                        "\(step.returned)", step.reference?.text ?? "",
                    ]
                })
        }
    }
}
