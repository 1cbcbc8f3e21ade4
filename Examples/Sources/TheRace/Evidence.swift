/// What a contestant has on file once everything is over.
struct Evidence: Sendable {
    /// What each person has left, by their number.
    var left: [Int: Int] = [:]
    /// What became of each request, by its name.
    var sales: [String: Sale] = [:]
    /// What the contestant's own books say is wrong with them.
    var faults: [String] = []

    subscript(request: String) -> Sale {
        get { sales[request] ?? Sale() }
        set { sales[request] = newValue }
    }
}

/// What one request moved, and what came of it.
struct Sale: Sendable {
    /// What was taken for it.
    private(set) var taken = 0
    /// What was given back.
    private(set) var givenBack = 0
    /// Whether its picture is in the person's history.
    var isDelivered = false
    /// Whether the provider has broken down over it.
    var hasBrokenDown = false

    /// What it cost in the end; negative if more was given back than taken.
    var cost: Int { taken - givenBack }

    /// Notes that credits came into the balance, or went out of it if `amount` is negative.
    mutating func move(_ amount: Int) {
        if amount < 0 { taken -= amount } else { givenBack += amount }
    }
}
