/// The scores side by side: a row for each question, a column for each contestant.
struct Scoreboard {
    private let scores: [(Contestant, Score)]

    init(_ scores: [(Contestant, Score)]) {
        self.scores = scores
    }

    var text: String {
        let rows = [("", scores.map(\.0.title))] + lines
        let label = rows.map(\.0.count).max() ?? 0
        return rows.map { name, cells in
            name.padded(to: label, onTheLeft: false) + cells.map { $0.padded(to: 16, onTheLeft: true) }.joined()
        }.joined(separator: "\n")
    }

    private var lines: [(String, [String])] {
        [
            row("clicks", \.clicks),
            row("kills", \.kills),
            row("requests cut off by them", \.cutOff),
            row("pictures delivered", \.delivered),
            row("credits charged", \.charged),
            row("charged, not delivered", \.chargedNotDelivered),
            row("of these, refunds that were lost", \.lostRefunds),
            row("delivered, not charged", \.deliveredNotCharged),
            row("clicks charged twice", \.chargedTwice),
            row("refunds of nothing, or twice", \.excessRefunds),
            row("balances that are wrong", \.wrongBalances),
            ("the books add up", scores.map { $1.booksAddUp ? "yes" : "no" }),
        ]
    }

    private func row(_ name: String, _ count: KeyPath<Score, Int>) -> (String, [String]) {
        (name, scores.map { String($1[keyPath: count]) })
    }
}

extension String {
    fileprivate func padded(to width: Int, onTheLeft: Bool) -> String {
        let padding = String(repeating: " ", count: max(0, width - count))
        return onTheLeft ? padding + self : self + padding
    }
}
