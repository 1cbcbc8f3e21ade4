import CreditLedger

// With charges and grants.
extension Tampering {
    private static let other = BalanceKey(account: AccountID(number: 9), pool: .app)

    /// The references of the charges in the record.
    private static let works: [Reference] = [
        "overdue", "captured", "part", "released", "deducted", "held", "rest", "open",
    ]

    static let charges: [Tampering] = works.flatMap { work in
        [
            onCharge(work, "dropped") { _ in nil },
            onCharge(work, "of a credit more") { charge in
                charge.with(amount: charge.amount.adding(1) ?? .zero)
            },
            onCharge(work, "of another reference") { $0.with(reference: "another") },
            onCharge(work, "without funding") { $0.with(funding: []) },
            onCharge(work, "of other funding") { charge in
                charge.with(funding: charge.funding.map { .init(grant: GrantID(1), amount: $0.amount) })
            },
            onCharge(work, "opened elsewhere") { charge in
                charge.with(opened: .init(sequence: charge.opened.sequence + 1, at: charge.opened.at))
            },
            onCharge(work, "opened at another time") { charge in
                charge.with(opened: .init(sequence: charge.opened.sequence, at: .distantFuture))
            },
            onCharge(work, "of another balance", isOfKey: true) { $0.with(key: other) },
            onCharge(work, "held, or held no more") { charge in
                let isHeld = charge.resolved == nil
                return charge.with(
                    stage: isHeld ? .released(.empty, charge.opened) : .held(.init(worker: "w", until: .distantFuture)))
            },
            onCharge(work, "closed in another way") { charge in
                guard let mark = charge.resolved else { return nil }
                return charge.with(stage: charge.capture == nil ? .captured(all(charge), mark) : .expired(mark))
            },
            onCharge(work, "released, or expired") { charge in
                guard let mark = charge.resolved else { return nil }
                if case .released = charge.stage { return charge.with(stage: .expired(mark)) }
                return charge.with(stage: .released(.empty, mark))
            },
            onCharge(work, "closed elsewhere") { charge in
                guard let mark = charge.resolved else { return nil }
                return charge.closed(at: .init(sequence: mark.sequence + 1, at: mark.at))
            },
            onCharge(work, "closed at another time") { charge in
                guard let mark = charge.resolved else { return nil }
                return charge.closed(at: .init(sequence: mark.sequence, at: .distantFuture))
            },
            onCharge(work, "refunded more") { charge in
                guard let mark = charge.resolved, var capture = charge.capture else { return nil }
                capture.refunded.add(1)
                return charge.with(stage: .captured(capture, mark))
            },
        ]
    }

    static let grants: [Tampering] = (["short", "long", "late"] as [Reference]).flatMap { gift in
        [
            onGrant(gift, "dropped") { _ in nil },
            onGrant(gift, "with a credit more left") { grant in changed(grant) { $0.remaining.add(1) } },
            onGrant(gift, "with a credit more expired") { grant in changed(grant) { $0.expired.add(1) } },
            onGrant(gift, "with a credit more revoked") { grant in changed(grant) { $0.revoked.add(1) } },
            onGrant(gift, "with a credit more recalled") { grant in changed(grant) { $0.recalled.add(1) } },
            onGrant(gift, "with a credit revoked rather than left, or the other way") { grant in
                changed(grant) { grant in
                    let isRevoked = grant.revoked > 0
                    grant.revoked = isRevoked ? grant.revoked.subtracting(1) ?? .zero : 1
                    grant.remaining = isRevoked ? 1 : .zero
                }
            },
            onGrant(gift, "of a credit more") { grant in
                var terms = grant.terms
                terms.amount.add(1)
                return grant.with(terms: terms)
            },
            onGrant(gift, "of another reference") { $0.with(reference: "another") },
            onGrant(gift, "made at another time") { $0.with(createdAt: .distantPast) },
            onGrant(gift, "of another balance", isOfKey: true) { $0.with(key: other) },
        ]
    }

    private static func onCharge(
        _ work: Reference, _ name: String, isOfKey: Bool = false, _ change: @escaping @Sendable (Charge) -> Charge?
    ) -> Tampering {
        Tampering("charge \(work) \(name)", isOfKey: isOfKey) { record in
            guard let index = record.charges.firstIndex(where: { $0.reference == work }) else { return }
            let charge = record.charges.remove(at: index)
            if let changed = change(charge) { record.charges.insert(changed, at: index) }
        }
    }

    private static func onGrant(
        _ gift: Reference, _ name: String, isOfKey: Bool = false, _ change: @escaping @Sendable (Grant) -> Grant?
    ) -> Tampering {
        Tampering("grant \(gift) \(name)", isOfKey: isOfKey) { record in
            guard let index = record.grants.firstIndex(where: { $0.reference == gift }) else { return }
            let grant = record.grants.remove(at: index)
            if let changed = change(grant) { record.grants.insert(changed, at: index) }
        }
    }

    private static func changed(_ grant: Grant, _ change: (inout Grant) -> Void) -> Grant {
        var grant = grant
        change(&grant)
        return grant
    }

    private static func all(_ charge: Charge) -> Charge.Capture {
        Charge.Capture(amount: charge.amount, refunded: .zero, result: .empty)
    }
}

extension Charge {
    func with(
        key: BalanceKey? = nil, reference: Reference? = nil, amount: Credits? = nil, funding: [Funding]? = nil,
        opened: Mark? = nil, stage: Stage? = nil
    ) -> Charge {
        Charge(
            id: id, key: key ?? self.key, reference: reference ?? self.reference, amount: amount ?? self.amount,
            funding: funding ?? self.funding, order: order, opened: opened ?? self.opened, stage: stage ?? self.stage)
    }

    func closed(at mark: Mark) -> Charge {
        switch stage {
        case .held: self
        case .captured(let capture, _): with(stage: .captured(capture, mark))
        case .released(let reason, _): with(stage: .released(reason, mark))
        case .expired: with(stage: .expired(mark))
        }
    }
}

extension Grant {
    func with(
        key: BalanceKey? = nil, reference: Reference? = nil, terms: GrantTerms? = nil, createdAt: Timestamp? = nil
    ) -> Grant {
        var grant = Grant(
            id: id, key: key ?? self.key, reference: reference ?? self.reference, terms: terms ?? self.terms,
            createdAt: createdAt ?? self.createdAt)
        (grant.remaining, grant.expired, grant.revoked, grant.recalled) = (remaining, expired, revoked, recalled)
        grant.graceUntil = graceUntil
        return grant
    }
}
