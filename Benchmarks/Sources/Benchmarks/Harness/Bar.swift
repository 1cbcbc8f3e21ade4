/// What a figure has to reach, and whether it did. A bar that is missed is told, and fails nothing.
struct Bar {
    /// On which side of a number a figure has to be.
    enum Limit {
        case atLeast(Double)
        case atMost(Double)
    }

    /// What is compared.
    let name: String
    /// What it came to.
    let value: Double
    /// What it is counted in.
    let unit: String
    /// Where it has to be.
    let limit: Limit

    /// `name value unit`, the bar and the verdict.
    var line: String {
        switch limit {
        case .atLeast(let least): "\(name) \(value.short) \(unit)   (bar ≥ \(least.short)) \(verdict(value >= least))"
        case .atMost(let most): "\(name) \(value.short) \(unit)   (bar ≤ \(most.short)) \(verdict(value <= most))"
        }
    }

    private func verdict(_ isReached: Bool) -> String { isReached ? "ok" : "missed" }
}
