import CreditLedger

/// One way in which somebody could change what is on file about a balance.
struct Tampering: Sendable, CustomStringConvertible {
    let name: String
    /// Whether it changes whose record it is.
    var isOfKey = false
    let change: @Sendable (inout BalanceRecord) -> Void

    init(_ name: String, isOfKey: Bool = false, _ change: @escaping @Sendable (inout BalanceRecord) -> Void) {
        self.name = name
        self.isOfKey = isOfKey
        self.change = change
    }

    var description: String { name }

    static let all = balances + journals + entries + charges + grants
}

extension Tampering {
    private static let other = BalanceKey(account: AccountID(number: 9), pool: .app)

    static let balances: [Tampering] = [
        Tampering("a credit more available") { $0.balance.available.add(1) },
        Tampering("a credit more held") { $0.balance.held.add(1) },
        Tampering("a credit more spent") { $0.balance.spent.add(1) },
        Tampering("a credit more expired") { $0.balance.expired.add(1) },
        Tampering("a credit more revoked") { $0.balance.revoked.add(1) },
        Tampering("a credit more owed") { $0.balance.debt.add(1) },
        Tampering("a debt forgiven") { $0.balance.debt = .zero },
        Tampering("open again") { $0.balance.isClosed = false },
        Tampering("a credit moved from spent to available") { record in
            record.balance.spent = record.balance.spent.subtracting(1) ?? .zero
            record.balance.available.add(1)
        },
        Tampering("a hold more in flight") { $0.balance.holdsInFlight += 1 },
        Tampering("another sequence") { $0.balance.sequence += 1 },
        Tampering("another time") { $0.balance.updatedAt = $0.balance.updatedAt.advanced(by: .seconds(1)) },
    ]

    static let journals: [Tampering] =
        (0..<25).flatMap { index in
            [
                Tampering("entry \(index + 1) dropped") { $0.entries.remove(at: index) },
                Tampering("entry \(index + 1) doubled") { $0.entries.insert($0.entries[index], at: index) },
            ]
        }
        + (0..<24).map { index in
            Tampering("entries \(index + 1) and \(index + 2) exchanged") { $0.entries.swapAt(index, index + 1) }
        } + [
            Tampering("no entries") { $0.entries = [] },
            Tampering("an entry more") { record in
                guard let last = record.entries.last else { return }
                record.entries.append(last.with(sequence: last.sequence + 1))
            },
        ]

    /// Each field of each entry.
    static let entries: [Tampering] = (0..<25).flatMap { index in
        let place = "entry \(index + 1)"
        return [
            Tampering("\(place) of another kind") { record in
                let entry = record.entries[index]
                record.entries[index] = entry.with(kind: entry.kind == .grant ? .refund : .grant)
            },
            Tampering("\(place) of a kind that moves the same") { record in
                let entry = record.entries[index]
                record.entries[index] = entry.with(kind: entry.kind.lookalike)
            },
            Tampering("\(place) of a credit more") { record in
                var amount = record.entries[index].amount
                amount.add(1)
                record.entries[index] = record.entries[index].with(amount: amount)
            },
            Tampering("\(place) of another sequence") { record in
                record.entries[index] = record.entries[index].with(sequence: 99)
            },
            Tampering("\(place) ends with a credit more") { record in
                record.entries[index] = record.entries[index].with(availableAfter: 1_000)
            },
            Tampering("\(place) starts with a credit more") { record in
                record.entries[index] = record.entries[index].with(availableBefore: 1_000)
            },
            Tampering("\(place) long before the others") { record in
                record.entries[index] = record.entries[index].with(at: .distantPast)
            },
            Tampering("\(place) long after the others") { record in
                record.entries[index] = record.entries[index].with(at: .distantFuture)
            },
            Tampering("\(place) about nothing") { $0.entries[index] = $0.entries[index].aboutNothing },
            Tampering("\(place) about something else") { $0.entries[index] = $0.entries[index].aboutAnother },
            Tampering("\(place) of another balance", isOfKey: true) { record in
                record.entries[index] = record.entries[index].with(key: other)
            },
        ]
    }
}

extension Entry.Kind {
    /// The kind that moves available and held credits in the same direction.
    var lookalike: Entry.Kind {
        switch self {
        case .grant: .refund
        case .refund: .grant
        case .hold: .deduct
        case .capture: .release
        case .release: .holdExpiry
        case .holdExpiry: .release
        case .deduct: .grantExpiry
        case .grantExpiry: .deduct
        case .revoke: .withdrawal
        case .collection: .revoke
        case .withdrawal: .close
        case .close: .withdrawal
        case .adoption: .revoke
        }
    }
}

extension Entry {
    func with(
        key: BalanceKey? = nil, sequence: Int64? = nil, kind: Kind? = nil, amount: Credits? = nil,
        availableBefore: Credits? = nil, availableAfter: Credits? = nil, at: Timestamp? = nil
    ) -> Entry {
        Entry(
            key: key ?? self.key, sequence: sequence ?? self.sequence, kind: kind ?? self.kind,
            amount: amount ?? self.amount,
            before: Standing(available: availableBefore ?? before.available, held: before.held),
            after: Standing(available: availableAfter ?? after.available, held: after.held),
            reference: reference, charge: charge, grant: grant, actor: actor, reason: reason, at: at ?? self.at)
    }

    var aboutNothing: Entry { about(charge: nil, grant: nil, reference: nil) }

    var aboutAnother: Entry {
        let other = charge == nil ? GrantID((grant?.value ?? 0) + 1) : nil
        return about(charge: charge.map { ChargeID($0.value + 1) }, grant: other, reference: reference)
    }

    private func about(charge: ChargeID?, grant: GrantID?, reference: Reference?) -> Entry {
        Entry(
            key: key, sequence: sequence, kind: kind, amount: amount, before: before, after: after,
            reference: reference, charge: charge, grant: grant, actor: actor, reason: reason, at: at)
    }
}

extension Credits {
    mutating func add(_ other: Credits) {
        self = adding(other) ?? self
    }
}
