/// One line of the journal: what moved in a balance, and how it stood before and after.
public struct Entry: Hashable, Sendable {
    /// Which balance.
    public let key: BalanceKey
    /// 1, 2, 3, … within the balance, without gaps.
    public let sequence: Int64
    /// What happened.
    public let kind: Kind
    /// How many credits it is about: those granted, held, captured, given back, …; zero only where an
    /// empty pool was closed.
    public let amount: Credits
    /// The available and held credits ahead of it.
    public let before: Standing
    /// The available and held credits after it.
    public let after: Standing
    /// The caller's name for the command, where it has one of its own.
    public let reference: Reference?
    /// The charge that it is about.
    public let charge: ChargeID?
    /// The grant that it is about.
    public let grant: GrantID?
    /// Who gave the command.
    public let actor: ActorID
    /// Why, where the one who gave the command was asked.
    public let reason: Reason?
    /// When, never before the entry ahead of it.
    public let at: Timestamp

    /// An entry.
    public init(
        key: BalanceKey, sequence: Int64, kind: Kind, amount: Credits, before: Standing, after: Standing,
        reference: Reference?, charge: ChargeID?, grant: GrantID?, actor: ActorID, reason: Reason? = nil, at: Timestamp
    ) {
        self.key = key
        self.sequence = sequence
        self.kind = kind
        self.amount = amount
        self.before = before
        self.after = after
        self.reference = reference
        self.charge = charge
        self.grant = grant
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}

extension Entry {
    /// What an entry tells of. The raw values are what stores keep: never change one.
    public enum Kind: Int64, Hashable, Sendable, CaseIterable {
        /// New credits became available.
        case grant = 1
        /// Available credits were reserved.
        case hold = 2
        /// Held credits were spent, the rest of the hold became available.
        case capture = 3
        /// Held credits became available: the work was not delivered.
        case release = 4
        /// Held credits became available: nobody resolved the hold in time.
        case holdExpiry = 5
        /// Spent credits became available.
        case refund = 6
        /// Available credits were spent at once.
        case deduct = 7
        /// Available credits were over.
        case grantExpiry = 8
        /// A grant was taken back: what was left of it, the rest becoming debt.
        case revoke = 9
        /// Credits that came in were taken for debt, or because the account is closed.
        case collection = 10
        /// Available credits were taken out by somebody, for a reason.
        case withdrawal = 11
        /// The pool was closed, and what was available revoked.
        case close = 12
        /// A hold whose worker was gone passed to another one; nothing moved.
        case adoption = 13

        /// The name in exports and on screen, such as `hold_expiry`.
        public var name: String {
            switch self {
            case .grant: "grant"
            case .hold: "hold"
            case .capture: "capture"
            case .release: "release"
            case .holdExpiry: "hold_expiry"
            case .refund: "refund"
            case .deduct: "deduct"
            case .grantExpiry: "grant_expiry"
            case .revoke: "revoke"
            case .collection: "collection"
            case .withdrawal: "withdrawal"
            case .close: "close"
            case .adoption: "adoption"
            }
        }

        /// The kind of a name as ``name`` gives it, or `nil`.
        public init?(name: some StringProtocol) {
            guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = kind
        }
    }

    /// What a person would call their balance: what they may spend, and what is reserved.
    public struct Standing: Hashable, Sendable {
        /// Available credits.
        public let available: Credits
        /// Held credits.
        public let held: Credits

        /// A standing of so many credits each.
        public init(available: Credits, held: Credits) {
            self.available = available
            self.held = held
        }

        init(_ balance: Balance) {
            self.init(available: balance.available, held: balance.held)
        }
    }
}
