public import CreditLedger

/// What an order would cost now, and whether there is as much.
public struct Quote: Hashable, Sendable {
    /// What the order costs, if all of its pictures are delivered.
    public let price: Credits
    /// What each picture costs.
    public let unitPrice: Credits
    /// What there is to spend.
    public let available: Credits

    /// Whether the order could be paid for.
    public var isSufficient: Bool { available >= price }
}
