/// The part of the ledger that a batch of commands is about: what a store has loaded, and what the
/// rules have changed in it.
///
/// A record that is not in the slice does not exist: loading all that a batch names is the store's
/// side of the bargain.
public struct LedgerSlice: Sendable {
    /// Balances by name. A balance that is not there is empty.
    public private(set) var balances: [BalanceKey: Balance] = [:]
    /// Charges by identifier.
    public private(set) var charges: [ChargeID: Charge] = [:]
    /// Grants by identifier.
    public private(set) var grants: [GrantID: Grant] = [:]
    private var references: [Reference: Entry] = [:]
    private var resolutions: [ChargeID: Entry] = [:]
    private var closedCharges: [ChargeID] = []

    /// What there is to spend in each balance, in burn order.
    private(set) var spendable: [BalanceKey: [GrantID]] = [:]

    /// The entries that were written, in order.
    public private(set) var written: [Entry] = []
    /// The balances that were changed.
    public private(set) var changedBalances: Set<BalanceKey> = []
    /// The charges that were opened or changed.
    public private(set) var changedCharges: Set<ChargeID> = []
    /// The grants that were made or changed.
    public private(set) var changedGrants: Set<GrantID> = []

    /// An empty slice.
    public init() {}

    /// Adds a stored balance.
    public mutating func load(_ balance: Balance) {
        balances[balance.key] = balance
    }

    /// Adds a stored charge, and the entry that closed it if there is one.
    public mutating func load(_ charge: Charge, resolution: Entry? = nil) {
        charges[charge.id] = charge
        resolutions[charge.id] = resolution
        if charge.resolved != nil { closedCharges.append(charge.id) }
    }

    /// Adds a stored grant.
    public mutating func load(_ grant: Grant) {
        grants[grant.id] = grant
        if grant.remaining > .zero { makeSpendable(grant) }
    }

    /// Adds a stored entry whose reference a command names.
    public mutating func load(_ entry: Entry) {
        guard let reference = entry.reference else { return }
        references[reference] = entry
    }

    /// The entry of the command that had a reference, if it is loaded or was written.
    public func entry(of reference: Reference) -> Entry? { references[reference] }

    /// The entry that closed a charge, if it is loaded or was written.
    public func resolution(of charge: ChargeID) -> Entry? { resolutions[charge] }

    /// How many records are held.
    public var recordCount: Int { balances.count + grants.count + charges.count }

    /// Forgets what was changed, once a store has saved it, and what later commands are not likely to name: entries,
    /// and charges that are closed. For a store that keeps a slice from batch to batch and loads what is missing.
    public mutating func forgetSettled() {
        for id in closedCharges { charges[id] = nil }
        references.removeAll(keepingCapacity: true)
        resolutions.removeAll(keepingCapacity: true)
        markSaved()
    }

    /// Forgets what was changed, once a store has saved it.
    public mutating func markSaved() {
        written.removeAll(keepingCapacity: true)
        changedBalances.removeAll(keepingCapacity: true)
        changedCharges.removeAll(keepingCapacity: true)
        changedGrants.removeAll(keepingCapacity: true)
        closedCharges.removeAll(keepingCapacity: true)
    }
}

// What the rules do to a slice.
extension LedgerSlice {
    func balance(_ key: BalanceKey) -> Balance {
        balances[key] ?? Balance(key: key)
    }

    func spendableGrants(of key: BalanceKey) -> [Grant] {
        (spendable[key] ?? []).compactMap { grants[$0] }
    }

    mutating func save(_ charge: Charge) {
        charges[charge.id] = charge
        changedCharges.insert(charge.id)
        if charge.resolved != nil { closedCharges.append(charge.id) }
    }

    mutating func save(_ grant: Grant) {
        grants[grant.id] = grant
        changedGrants.insert(grant.id)
        if grant.remaining > .zero { makeSpendable(grant) } else { spendable[grant.key]?.removeAll { $0 == grant.id } }
    }

    mutating func post(_ entry: Entry, balance: Balance) {
        balances[balance.key] = balance
        changedBalances.insert(balance.key)
        written.append(entry)
        if let reference = entry.reference { references[reference] = entry }
        if let charge = entry.charge, entry.kind.closesCharge { resolutions[charge] = entry }
    }

    private mutating func makeSpendable(_ grant: Grant) {
        var list = spendable.removeValue(forKey: grant.key) ?? []
        defer { spendable[grant.key] = list }
        guard !list.contains(grant.id) else { return }
        let place = list.firstIndex { id in grants[id].map { grant.burns(before: $0) } ?? false }
        list.insert(grant.id, at: place ?? list.endIndex)
    }
}

extension Entry.Kind {
    /// Whether an entry of this kind ends a charge's being held.
    public var closesCharge: Bool {
        switch self {
        case .capture, .release, .holdExpiry, .deduct: true
        case .grant, .hold, .adoption, .refund, .grantExpiry, .revoke, .collection, .withdrawal, .close: false
        }
    }
}
