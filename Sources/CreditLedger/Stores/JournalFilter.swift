/// Which lines of the journal are wanted: those that pass every condition that is set.
public struct JournalFilter: Sendable, Hashable {
    /// Only this account's.
    public var account: AccountID?
    /// Only this pool's.
    public var pool: Pool?
    /// Only of these kinds; none at all if the set is empty.
    public var kinds: Set<Entry.Kind>?
    /// Only those of this moment or later.
    public var since: Timestamp?
    /// Only those from before this moment.
    public var until: Timestamp?
    /// Only those about this charge.
    public var charge: ChargeID?
    /// Only those about this grant: that it was made, expired, was taken back or collected from. Which
    /// charges it paid for stands in their receipts.
    public var grant: GrantID?
    /// Only that of the command that had this reference.
    public var reference: Reference?

    /// A filter; `nil` lets everything pass.
    public init(
        account: AccountID? = nil, pool: Pool? = nil, kinds: Set<Entry.Kind>? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil, charge: ChargeID? = nil, grant: GrantID? = nil, reference: Reference? = nil
    ) {
        self.account = account
        self.pool = pool
        self.kinds = kinds
        self.since = since
        self.until = until
        self.charge = charge
        self.grant = grant
        self.reference = reference
    }

    /// Whether an entry passes.
    public func accepts(_ entry: Entry) -> Bool {
        account.isNilOr(entry.key.account) && pool.isNilOr(entry.key.pool)
            && kinds?.contains(entry.kind) ?? true
            && entry.at >= since ?? .distantPast && (until.map { entry.at < $0 } ?? true)
            && charge.isNilOr(entry.charge) && grant.isNilOr(entry.grant) && reference.isNilOr(entry.reference)
    }
}

extension Optional where Wrapped: Equatable {
    fileprivate func isNilOr(_ value: Wrapped?) -> Bool { self == nil || self == value }
}

/// In which direction the journal is read.
public enum JournalOrder: Sendable, Hashable, CaseIterable {
    /// As it was written; what is written meanwhile comes last.
    case oldestFirst
    /// From its end.
    case newestFirst
}

/// An entry and its place in the journal.
public struct JournalLine: Sendable, Hashable {
    /// The place in the order of arrival, over all balances.
    public let position: Int64
    /// The entry.
    public let entry: Entry

    /// An entry at a place.
    public init(position: Int64, entry: Entry) {
        self.position = position
        self.entry = entry
    }
}
