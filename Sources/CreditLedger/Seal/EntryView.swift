#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An entry as it lies in a store's buffers, for whoever reads all of them: nothing is copied.
///
/// The texts are valid for the duration of the call that is given the view, and not longer.
public struct EntryView {
    /// The number by which the store's other rows name the entry: its position, say.
    public var place: Int64 = 0
    /// The number by which the store names the entry's balance; small, and dense.
    public var slot = 0
    /// Whose balance it is.
    public var account = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    /// The name of the pool.
    public var pool = UnsafeRawBufferPointer(start: nil, count: 0)
    /// As ``Entry/sequence``.
    public var sequence: Int64 = 0
    /// As ``Entry/kind``, or a number that is no kind.
    public var kind: Int64 = 0
    /// As ``Entry/amount``.
    public var amount: Int64 = 0
    /// As ``Entry/before``.
    public var availableBefore: Int64 = 0
    /// As ``Entry/before``.
    public var heldBefore: Int64 = 0
    /// As ``Entry/after``.
    public var availableAfter: Int64 = 0
    /// As ``Entry/after``.
    public var heldAfter: Int64 = 0
    /// As ``Entry/charge``; 0 for none.
    public var charge: Int64 = 0
    /// As ``Entry/grant``; 0 for none.
    public var grant: Int64 = 0
    /// As ``Entry/at``, in microseconds since 1970.
    public var at: Int64 = 0
    /// As ``Entry/reference``; empty for none.
    public var reference = UnsafeRawBufferPointer(start: nil, count: 0)
    /// As ``Entry/actor``.
    public var actor = UnsafeRawBufferPointer(start: nil, count: 0)
    /// As ``Entry/reason``; empty for none.
    public var reason = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The order, result or reason that the entry carries; empty for none.
    public var payload = UnsafeRawBufferPointer(start: nil, count: 0)

    /// A view of nothing.
    public init() {}
}
