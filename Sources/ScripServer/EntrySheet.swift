public import CreditLedger

/// A line of the journal as people and programs are told it. The names are those of the JSON.
public struct EntrySheet: Encodable, Sendable {
    /// The names, in the order of ``cells``.
    public static let columns = [
        "position", "at", "account", "pool", "sequence", "kind", "amount", "available_before", "available_after",
        "held_before", "held_after", "reference", "charge", "grant", "actor", "reason",
    ]

    let position: Int64
    let at: String
    let account: String
    let pool: String
    let sequence: Int64
    let kind: String
    let amount: Int64
    let available_before: Int64
    let available_after: Int64
    let held_before: Int64
    let held_after: Int64
    let reference: String?
    let charge: String?
    let grant: String?
    let actor: String
    let reason: String?

    /// A line in texts and numbers.
    public init(_ line: JournalLine) {
        let entry = line.entry
        position = line.position
        at = "\(entry.at)"
        account = "\(entry.key.account)"
        pool = entry.key.pool.name
        sequence = entry.sequence
        kind = entry.kind.name
        amount = entry.amount.count
        available_before = entry.before.available.count
        available_after = entry.after.available.count
        held_before = entry.before.held.count
        held_after = entry.after.held.count
        reference = entry.reference?.text
        charge = entry.charge?.description
        grant = entry.grant?.description
        actor = entry.actor.name
        reason = entry.reason?.text
    }

    /// The line as cells of a table; what is not there is empty.
    public var cells: [String] {
        [
            "\(position)", at, account, pool, "\(sequence)", kind, "\(amount)", "\(available_before)",
            "\(available_after)", "\(held_before)", "\(held_after)", reference ?? "", charge ?? "", grant ?? "", actor,
            reason ?? "",
        ]
    }
}
