/// Credits that were put into a balance together, and what has become of them.
public struct Grant: Hashable, Sendable, IdentifiedRecord {
    public static var identifierPrefix: String { "grt_" }

    /// Which grant.
    public let id: GrantID
    /// Where the credits went.
    public let key: BalanceKey
    /// The caller's name for it.
    public let reference: Reference
    /// What it is and how it is spent.
    public let terms: GrantTerms
    /// When it was made.
    public let createdAt: Timestamp
    /// What is left to spend.
    public var remaining: Credits
    /// What expired of it.
    public var expired: Credits = .zero
    /// What was taken back of it.
    public var revoked: Credits = .zero
    /// What was asked back of it: what was not there to take is debt.
    public var recalled: Credits = .zero
    /// Until when credits can be spent that came back after the grant's own time was over.
    ///
    /// Only credits that came back can be in such a grant: its own were expired first.
    public var graceUntil: Timestamp?

    /// A grant of which nothing has been spent.
    public init(id: GrantID, key: BalanceKey, reference: Reference, terms: GrantTerms, createdAt: Timestamp) {
        self.id = id
        self.key = key
        self.reference = reference
        self.terms = terms
        self.createdAt = createdAt
        remaining = terms.amount
    }

    /// Whether its time is over at `now`.
    public func isDue(at now: Timestamp) -> Bool {
        expiry <= now
    }

    /// From when on it cannot be spent, grace included.
    public var expiry: Timestamp { graceUntil ?? terms.expiresAt ?? .distantFuture }

    /// Whether this grant is to be spent before `other`: priority, then earliest expiry, then age.
    public func burns(before other: Grant) -> Bool {
        (terms.priority, expiry, id) < (other.terms.priority, other.expiry, other.id)
    }
}

/// What is granted, and in which order it is spent.
public struct GrantTerms: Hashable, Sendable {
    /// The priority where none is named.
    public static let defaultPriority = 50

    /// How much, above zero.
    public var amount: Credits
    /// Where it comes from, such as `purchase`, `bonus` or `owner`.
    public var source: GrantSource
    /// Lower numbers are spent first, 0 to 100.
    public var priority: Int
    /// From when on it cannot be spent; `nil` for never.
    public var expiresAt: Timestamp?

    /// The terms of a grant.
    public init(
        amount: Credits, source: GrantSource = "grant", priority: Int = defaultPriority, expiresAt: Timestamp? = nil
    ) {
        self.amount = amount
        self.source = source
        self.priority = priority
        self.expiresAt = expiresAt
    }
}
