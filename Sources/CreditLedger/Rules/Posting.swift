/// What a command did: its line in the journal, and the records that it is about.
public struct Posting: Hashable, Sendable {
    /// The line in the journal.
    public let entry: Entry
    /// The charge as it is now.
    public let charge: Charge?
    /// The grant as it is now.
    public let grant: Grant?
    /// Whether the command had been done before, and nothing was written now.
    public let isRepeat: Bool

    /// A posting.
    public init(entry: Entry, charge: Charge? = nil, grant: Grant? = nil, isRepeat: Bool = false) {
        self.entry = entry
        self.charge = charge
        self.grant = grant
        self.isRepeat = isRepeat
    }
}
