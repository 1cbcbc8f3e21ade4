extension LedgerRules {
    /// Answers a command whose reference is known: with its first outcome if it asks for the same,
    /// else with a conflict.
    func repeated(
        _ command: LedgerCommand, entry: Entry, reference: Reference, in slice: LedgerSlice
    ) throws(Refusal) -> Posting {
        let charge = entry.charge.flatMap { slice.charges[$0] }
        let grant = entry.grant.flatMap { slice.grants[$0] }
        let isSame =
            switch command.verb {
            case .grant(let granting): isSame(granting, as: grant, entry)
            case .hold(let holding): entry.kind == .hold && isSame(holding, as: charge)
            case .deduct(let holding): entry.kind == .deduct && isSame(holding, as: charge)
            case .release(let id, _, _): entry.kind == .release && entry.charge == id
            case .adopt(let adopting): entry.kind == .adoption && entry.charge == adopting.charge
            case .refund(let id, let amount, _):
                entry.kind == .refund && entry.charge == id && (amount ?? entry.amount) == entry.amount
            case .revoke(let id, let amount, _, _):
                entry.kind == .revoke && entry.grant == id && (amount ?? entry.amount) == entry.amount
            case .withdraw(let key, let amount, _, let reason):
                entry.kind == .withdrawal && entry.key == key && entry.amount == amount && entry.reason == reason
            case .close(let key, _, _): entry.kind == .close && entry.key == key
            case .capture, .expireHold: false
            }
        guard isSame else { throw .referenceConflict(reference) }
        return Posting(entry: entry, charge: charge, grant: grant, isRepeat: true)
    }

    private func isSame(_ granting: LedgerCommand.Granting, as grant: Grant?, _ entry: Entry) -> Bool {
        guard let grant, entry.kind == .grant else { return false }
        return grant.key == granting.key && grant.terms == granting.terms
    }

    private func isSame(_ holding: LedgerCommand.Holding, as charge: Charge?) -> Bool {
        guard let charge else { return false }
        return charge.key == holding.key && charge.amount == holding.amount && charge.order == holding.order
    }
}
