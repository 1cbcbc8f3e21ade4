/// What a walk over all entries, charges and grants sums up about one balance, in constant memory.
///
/// Where single records are to be matched with each other, such as a charge with the entries that opened and closed
/// it, both sides are mixed into 64 bits, the one added and the other taken off: a sum that is not zero tells that
/// they do not match. That two differences cancel out by chance happens once in 10¹⁹.
struct BalanceTally {
    private(set) var entries: Int64 = 0
    private var standing = (available: Int64(0), held: Int64(0))
    private var time = Int64.min
    private var spent: Int64 = 0
    private var expired: Int64 = 0
    private var revoked: Int64 = 0
    private var debt: Int64 = 0
    private var isClosed = false
    /// What withdrawals and the closing took, less what its grants tell of it.
    private var takenOut: Int64 = 0
    private var held: Int64 = 0
    private var holds: Int64 = 0
    private var paid: Int64 = 0
    private var left: Int64 = 0
    private var openings: UInt64 = 0
    private var closings: UInt64 = 0
    private var refunds: UInt64 = 0
    private var grants: UInt64 = 0
    private var expiries: UInt64 = 0
    private var recalls: UInt64 = 0
    private var burned: UInt64 = 0
    /// Whether something does not fit already.
    private(set) var isSuspect = false

    mutating func suspect() { isSuspect = true }

    private mutating func expect(_ holds: Bool) { if !holds { isSuspect = true } }
}

// Entries, each on top of the one ahead.
extension BalanceTally {
    mutating func add(_ entry: EntryView) {
        guard let kind = Entry.Kind(rawValue: entry.kind) else { return suspect() }
        let available = entry.availableAfter &- entry.availableBefore
        let held = entry.heldAfter &- entry.heldBefore
        entries += 1
        expect(
            entry.sequence == entries && entry.availableBefore == standing.available
                && entry.heldBefore == standing.held && entry.at >= time && entry.amount >= 0
                && kind.moves(available, held, amount: entry.amount, heldBefore: entry.heldBefore)
                && kind.isComplete(
                    hasReference: entry.reference.count > 0, hasCharge: entry.charge != 0, hasGrant: entry.grant != 0)
                && !(isClosed && kind.needsOpenPool))
        standing = (entry.availableAfter, entry.heldAfter)
        time = entry.at
        sum(kind, entry.amount, available)
        match(kind, entry, held)
    }

    private mutating func sum(_ kind: Entry.Kind, _ amount: Int64, _ available: Int64) {
        switch kind {
        case .capture, .deduct: spent &+= amount
        case .refund: spent &-= amount
        case .grantExpiry: expired &+= amount
        case .revoke:
            revoked &-= available
            debt &+= amount &+ available
        case .collection:
            revoked &+= amount
            debt = max(0, debt &- amount)
        case .withdrawal, .close:
            revoked &+= amount
            takenOut &+= amount
            isClosed = isClosed || kind == .close
        case .grant, .hold, .release, .holdExpiry, .adoption: break
        }
    }

    private mutating func match(_ kind: Entry.Kind, _ entry: EntryView, _ held: Int64) {
        switch kind {
        case .hold, .deduct: openings &+= Mix.of(entry.charge, entry.place, entry.amount, kind == .deduct ? 1 : 0)
        case .capture, .release, .holdExpiry:
            let cost = kind == .capture ? entry.amount : 0
            closings &+= Mix.of(entry.charge, entry.place, kind.rawValue, -held, cost)
        case .refund: refunds &+= Mix.of(entry.charge) &* UInt64(bitPattern: entry.amount)
        case .grant: grants &+= Mix.of(entry.grant, entry.amount, entry.at, Mix.of(text: entry.reference))
        case .grantExpiry: expiries &+= Mix.of(entry.grant) &* UInt64(bitPattern: entry.amount)
        case .revoke: recalls &+= Mix.of(entry.grant) &* UInt64(bitPattern: entry.amount)
        case .collection, .withdrawal, .close, .adoption: break
        }
    }
}

// Charges and grants against the entries, and all of it against the balance.
extension BalanceTally {
    mutating func add(_ charge: ChargeView) {
        let isDeducted = charge.closing == .deduct
        openings &-= Mix.of(charge.id, charge.opened, charge.amount, isDeducted ? 1 : 0)
        if let closing = charge.closing, !isDeducted {
            closings &-= Mix.of(charge.id, charge.resolved, closing.rawValue, charge.amount, charge.cost)
        }
        refunds &-= Mix.of(charge.id) &* UInt64(bitPattern: charge.refunded)
        expect((0...charge.amount).contains(charge.cost) && (0...charge.cost).contains(charge.refunded))
        if charge.closing == nil {
            held &+= charge.amount
            holds += 1
            expect(charge.cost == charge.amount && charge.refunded == 0)
        } else {
            paid &+= charge.cost &- charge.refunded
        }
        burn(charge.cost &- charge.refunded, of: charge.funding, amount: charge.amount)
    }

    /// What the charge has not given back, grant by grant: the last burned goes back first.
    private mutating func burn(_ kept: Int64, of funding: [Charge.Funding], amount: Int64) {
        var (left, sum) = (kept, Int64(0))
        for part in funding {
            let here = min(left, part.amount.count)
            left -= here
            sum &+= part.amount.count
            burned &+= Mix.of(part.grant.value) &* UInt64(bitPattern: here)
        }
        expect(sum == amount)
    }

    /// - Parameter named: What entries say by name that they took of it.
    mutating func add(_ grant: Grant, named: Int64) {
        let mix = Mix.of(grant.id.value)
        let reference = grant.reference.text.utf8.withContiguousStorageIfAvailable { Mix.of(text: .init($0)) } ?? 0
        grants &-= Mix.of(grant.id.value, grant.terms.amount.count, grant.createdAt.microseconds, reference)
        expiries &-= mix &* UInt64(bitPattern: grant.expired.count)
        recalls &-= mix &* UInt64(bitPattern: grant.recalled.count)
        let parts = grant.remaining.count &+ grant.expired.count &+ grant.revoked.count
        burned &-= mix &* UInt64(bitPattern: grant.terms.amount.count &- parts)
        left &+= grant.remaining.count
        takenOut &-= grant.revoked.count &- named
        expect(grant.revoked.count >= named)
    }

    /// Whether all of it is what the balance says.
    consuming func agrees(with balance: Balance) -> Bool {
        let places =
            balance.available.count == standing.available && balance.held.count == standing.held
            && balance.spent.count == spent && balance.expired.count == expired && balance.revoked.count == revoked
            && balance.debt.count == debt && left == standing.available && held == standing.held && paid == spent
        let facts =
            balance.isClosed == isClosed && balance.sequence == entries && balance.holdsInFlight == holds
            && balance.updatedAt.microseconds == time && takenOut == 0 && (!isClosed || standing.available == 0)
        let matches = openings | closings | refunds | grants | expiries | recalls | burned == 0
        return places && facts && matches && !isSuspect
    }
}

/// Mixes numbers into 64 bits, by the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
enum Mix {
    static func of(_ number: Int64) -> UInt64 {
        var bits = UInt64(bitPattern: number) &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    static func of(_ first: Int64, _ second: Int64, _ third: Int64, _ fourth: Int64, _ fifth: Int64 = 0) -> UInt64 {
        join(join(join(join(of(first), second), third), fourth), fifth)
    }

    private static func join(_ bits: UInt64, _ number: Int64) -> UInt64 {
        of(Int64(bitPattern: bits &+ UInt64(bitPattern: number)))
    }

    static func of(text: UnsafeRawBufferPointer) -> Int64 {
        var bits = UInt64(text.count)
        for byte in text { bits = (bits ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: bits)
    }
}
