/// One account's pool: where each credit that was ever issued into it is.
public struct Balance: Hashable, Sendable {
    /// Whose, and which.
    public let key: BalanceKey
    /// May be spent now.
    public var available: Credits = .zero
    /// Reserved for work that is under way.
    public var held: Credits = .zero
    /// Paid for what was delivered, less what was refunded.
    public var spent: Credits = .zero
    /// Gone because their time was over.
    public var expired: Credits = .zero
    /// Taken back by the one who issued them.
    public var revoked: Credits = .zero
    /// To be taken back as soon as there is something to take.
    public var debt: Credits = .zero
    /// Whether it takes no more grants and holds; what comes back is revoked at once.
    public var isClosed = false
    /// How many charges are held at present.
    public var holdsInFlight: Int64 = 0
    /// How many journal entries there are, and the sequence number of the last.
    public var sequence: Int64 = 0
    /// The time of the last entry.
    public var updatedAt: Timestamp = .distantPast

    /// An empty balance.
    public init(key: BalanceKey) {
        self.key = key
    }

    /// All that was ever put in; the greatest number there is where somebody has changed the rows so
    /// that they sum to more.
    public var issued: Credits { total ?? .credits(.max) }

    /// The sum of all places, if it is one.
    var total: Credits? {
        [held, spent, expired, revoked].reduce(available) { $0?.adding($1) }
    }

    /// Whether credits can be moved in it without leaving the range of any number: what the rules wrote
    /// always is so, what somebody wrote by hand need not be.
    var isInRange: Bool {
        let counts = 0...Int64.max / 2
        return total != nil && counts.contains(sequence) && counts.contains(holdsInFlight)
    }

    /// Moves credits from one place to another.
    ///
    /// - Precondition: There are as many; the rules have seen to it.
    mutating func move(_ amount: Credits, from origin: Place, to destination: Place) {
        guard let rest = self[keyPath: origin.path].subtracting(amount) else {
            preconditionFailure("\(amount) credits cannot leave the \(origin) \(self[keyPath: origin.path]) of \(key).")
        }
        self[keyPath: origin.path] = rest
        add(amount, to: destination)
    }

    /// Puts new credits in.
    ///
    /// - Precondition: The sum of all places stays in range; the rules have seen to it.
    mutating func add(_ amount: Credits, to destination: Place) {
        guard let sum = self[keyPath: destination.path].adding(amount) else {
            preconditionFailure("The \(destination) credits of \(key) would pass Int64.max.")
        }
        self[keyPath: destination.path] = sum
    }
}

extension Balance {
    /// Where in a balance a credit can be.
    public enum Place: String, Sendable, CaseIterable {
        case available, held, spent, expired, revoked

        var path: WritableKeyPath<Balance, Credits> {
            switch self {
            case .available: \.available
            case .held: \.held
            case .spent: \.spent
            case .expired: \.expired
            case .revoked: \.revoked
            }
        }
    }
}
