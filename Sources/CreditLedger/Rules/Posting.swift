/// What a command did: its line in the journal, and the records that it is about.
public struct Posting: Hashable, Sendable {
    /// The line in the journal.
    public let entry: Entry
    /// How the balance stands once all of the command is done: after what was collected at once for a debt,
    /// or because the pool is closed. Of a repeat, how it stands now.
    public internal(set) var standing: Entry.Standing
    /// The charge as it is now.
    public let charge: Charge?
    /// The grant as it is now.
    public let grant: Grant?
    /// Whether the command had been done before, and nothing was written now.
    public let isRepeat: Bool

    /// A posting, after whose entry nothing was collected unless a standing tells so.
    public init(
        entry: Entry, standing: Entry.Standing? = nil, charge: Charge? = nil, grant: Grant? = nil,
        isRepeat: Bool = false
    ) {
        self.entry = entry
        self.standing = standing ?? entry.after
        self.charge = charge
        self.grant = grant
        self.isRepeat = isRepeat
    }
}
