/// A charge as it lies in a store's rows, for whoever reads all of them.
public struct ChargeView {
    /// Which charge.
    public var id: Int64 = 0
    /// The slot of its balance, as ``EntryView/slot``.
    public var slot = 0
    /// What was held.
    public var amount: Int64 = 0
    /// What it takes of its balance: all of it while it is held, what was captured then, else nothing.
    public var cost: Int64 = 0
    /// What was given back of a capture.
    public var refunded: Int64 = 0
    /// The entry that opened it, as ``EntryView/place``.
    public var opened: Int64 = 0
    /// The entry that closed it, the same as ``opened`` while it is held or if it was deducted at once.
    public var resolved: Int64 = 0
    /// The kind of the entry that closed it; `nil` while it is held.
    public var closing: Entry.Kind?
    /// Which grants funded it, in the order in which they were burned.
    public var funding: [Charge.Funding] = []

    /// A view of nothing.
    public init() {}
}
