import CreditLedger

// What the owner of a ledger asks for.
extension ContractBench {
    func revoking(
        _ id: GrantID?, _ amount: Credits? = nil, reference: Reference? = nil, reason: String = "charged back"
    ) -> LedgerCommand.Verb {
        .revoke(
            id ?? GrantID(.max), amount: amount, reference: reference ?? Self.reference("revoke", number()),
            reason: Reason(reason))
    }

    func withdrawing(
        _ amount: Credits, reference: Reference? = nil, reason: String = "granted twice",
        from key: BalanceKey = ContractBench.key
    ) throws -> LedgerCommand.Verb {
        guard let reason = Reason(reason) else { throw ContractViolation("not a reason: \(reason)") }
        return .withdraw(
            key, amount: amount, reference: reference ?? Self.reference("withdraw", number()), reason: reason)
    }

    func closing(_ key: BalanceKey = ContractBench.key, reference: Reference? = nil) -> LedgerCommand.Verb {
        .close(key, reference: reference ?? Self.reference("close", number()), reason: Reason("left"))
    }

    /// Grants so much, and spends all of it.
    func grantSpent(_ amount: Credits) async throws -> GrantID? {
        let id = try await grant(amount)
        try await run(.deduct(holding(amount)))
        return id
    }

    /// Grants and spends so much, and takes all of it back, so that it is owed.
    func owe(_ amount: Credits) async throws {
        try await run(revoking(try await grantSpent(amount)))
    }

    /// Expects of a stored grant so much that is left, that was taken back, and that was asked back.
    func expectGrant(
        _ id: GrantID?, remaining: Credits, revoked: Credits, recalled: Credits, expired: Credits = 0
    ) async throws {
        let grant = try await stored(id)
        try expectEqual(grant.remaining, remaining, "remaining")
        try expectEqual(grant.revoked, revoked, "revoked")
        try expectEqual(grant.recalled, recalled, "recalled")
        try expectEqual(grant.expired, expired, "expired")
    }

    func expectKinds(_ expected: [Entry.Kind], of key: BalanceKey = ContractBench.key) async throws {
        try expectEqual(try await record(key).entries.map(\.kind), expected, "kinds")
    }
}
