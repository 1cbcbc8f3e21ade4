/// What the owner of a ledger does: take back, correct, and close.
extension Ledger {
    /// Takes a grant back, in part or whole: what is left of it at once; what was spent already becomes
    /// debt, which is shown, and which later credits pay first.
    ///
    /// - Parameters:
    ///   - amount: How much; all that was not taken back before if `nil`.
    ///   - reason: Why, for the journal.
    @discardableResult
    public func revoke(
        _ grant: GrantID, amount: Credits? = nil, reference: Reference, reason: Reason? = nil, by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        try await submit(.revoke(grant, amount: amount, reference: reference, reason: reason), by: actor)
    }

    /// Takes available credits out, as a correction.
    ///
    /// A correction the other way is a grant: ``grant(_:to:in:reference:reason:by:)`` takes a reason too.
    @discardableResult
    public func withdraw(
        _ amount: Credits, from account: AccountID, in pool: Pool, reference: Reference, reason: Reason,
        by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        let key = BalanceKey(account: account, pool: pool)
        return try await submit(.withdraw(key, amount: amount, reference: reference, reason: reason), by: actor)
    }

    /// Closes an account's pool: it takes no more grants and holds, and what is available is revoked. Holds
    /// that are open may still be captured; what comes back from them is revoked at once.
    @discardableResult
    public func close(
        _ account: AccountID, pool: Pool, reference: Reference, reason: Reason? = nil, by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        let key = BalanceKey(account: account, pool: pool)
        return try await submit(.close(key, reference: reference, reason: reason), by: actor)
    }
}
