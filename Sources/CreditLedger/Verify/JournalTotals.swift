/// What a journal says that a balance is, entry by entry.
struct JournalTotals {
    private(set) var available: Int64 = 0
    private(set) var held: Int64 = 0
    private(set) var spent: Int64 = 0
    private(set) var expired: Int64 = 0
    private(set) var revoked: Int64 = 0
    private(set) var debt: Int64 = 0
    private(set) var isClosed = false
    /// What was taken back of each grant by name.
    private(set) var takenBack: [GrantID: Int64] = [:]
    /// What was taken of whichever grants burn first.
    private(set) var takenOut: Int64 = 0

    mutating func add(_ entry: Entry) {
        let change = entry.change
        available &+= change.available
        held &+= change.held
        switch entry.kind {
        case .capture, .deduct: spent &+= entry.amount.count
        case .refund: spent &-= entry.amount.count
        case .grantExpiry: expired &+= entry.amount.count
        case .revoke:
            takeBack(-change.available, of: entry.grant)
            debt &+= entry.amount.count &+ change.available
        case .collection:
            takeBack(entry.amount.count, of: entry.grant)
            debt = max(0, debt &- entry.amount.count)
        case .withdrawal: takeOut(entry.amount.count)
        case .close:
            takeOut(entry.amount.count)
            isClosed = true
        case .grant, .hold, .release, .holdExpiry, .adoption: break
        }
    }

    private mutating func takeBack(_ amount: Int64, of grant: GrantID?) {
        revoked &+= amount
        if let grant { takenBack[grant, default: 0] &+= amount }
    }

    private mutating func takeOut(_ amount: Int64) {
        revoked &+= amount
        takenOut &+= amount
    }
}

extension Entry {
    /// By how much it changed what is available and what is held.
    var change: (available: Int64, held: Int64) {
        (after.available.count - before.available.count, after.held.count - before.held.count)
    }

    /// Whether the change is the one that its kind and amount stand for.
    var isBalanced: Bool {
        kind.moves(change.available, change.held, amount: amount.count, heldBefore: before.held.count)
    }

    var hasWhatItsKindNeeds: Bool {
        kind.isComplete(hasReference: reference != nil, hasCharge: charge != nil, hasGrant: grant != nil)
    }
}

extension Entry.Kind {
    /// Whether an entry of this kind and amount changes what is available and held so.
    func moves(_ available: Int64, _ held: Int64, amount: Int64, heldBefore: Int64) -> Bool {
        switch self {
        case .grant, .refund: (available, held) == (amount, 0)
        case .hold: (available, held) == (-amount, amount)
        case .capture: held <= -amount && available == -held - amount
        case .release, .holdExpiry: (available, held) == (amount, -amount)
        case .deduct, .grantExpiry, .collection, .withdrawal, .close: (available, held) == (-amount, 0)
        case .adoption: (available, held) == (0, 0) && amount <= heldBefore
        case .revoke: (-amount...0).contains(available) && held == 0
        }
    }

    /// Whether an entry of this kind names all that it is about.
    func isComplete(hasReference: Bool, hasCharge: Bool, hasGrant: Bool) -> Bool {
        switch self {
        case .grant, .revoke: hasReference && hasGrant
        case .hold, .deduct, .release, .refund, .adoption: hasReference && hasCharge
        case .capture, .holdExpiry: hasCharge
        case .withdrawal, .close: hasReference
        case .grantExpiry, .collection: hasGrant
        }
    }

    /// Whether an entry of this kind cannot follow the closing of its pool.
    var needsOpenPool: Bool {
        switch self {
        case .grant, .hold, .deduct, .withdrawal, .close: true
        case .capture, .release, .holdExpiry, .adoption, .refund, .grantExpiry, .revoke, .collection: false
        }
    }
}

extension Charge {
    /// What the charge has not given back, grant by grant: the last burned goes back first.
    var kept: [Funding] {
        var left: Int64 =
            switch stage {
            case .held: amount.count
            case .captured(let capture, _): capture.amount.count - capture.refunded.count
            case .released, .expired: 0
            }
        return funding.compactMap { part in
            let here = min(left, part.amount.count)
            left -= here
            return Credits(exactly: here).map { Funding(grant: part.grant, amount: $0) }
        }
    }

    /// A deduction opens and closes its charge in one.
    func isOpened(by entry: Entry?) -> Bool {
        entry?.kind == (resolved == opened ? .deduct : .hold) && entry?.amount == amount
            && entry?.reference == reference && entry?.sequence == opened.sequence && entry?.at == opened.at
    }

    func isClosed(by entry: Entry?) -> Bool {
        guard entry?.at == resolved?.at else { return false }
        return switch stage {
        case .held: entry == nil
        case .captured(let capture, _):
            (entry?.kind == .capture || entry?.kind == .deduct) && entry?.amount == capture.amount
        case .released: entry?.kind == .release && entry?.amount == amount
        case .expired: entry?.kind == .holdExpiry && entry?.amount == amount
        }
    }
}

extension Sequence {
    func total(_ amount: KeyPath<Element, Credits>) -> Int64 {
        reduce(0) { $0 &+ $1[keyPath: amount].count }
    }
}
