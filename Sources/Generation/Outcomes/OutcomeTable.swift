/// The outcomes and their prices as a table in Markdown, as docs/outcomes.md has it.
public enum OutcomeTable {
    /// The table, one row an outcome.
    public static var markdown: String {
        let head = ["| what happens | answer | what it costs | the credits are |", "|---|---|---|---|"]
        return (head + GenerationOutcome.allCases.map(row)).joined(separator: "\n")
    }

    private static func row(_ outcome: GenerationOutcome) -> String {
        let price = outcome.price
        let code = price.code.map { " `\($0)`" } ?? ""
        let answer = price.status == 0 ? "none" : "\(price.status)\(code)"
        return "| \(outcome.rawValue) | \(answer) | \(price.cost.rawValue) | \(price.credits.rawValue) |"
    }
}
