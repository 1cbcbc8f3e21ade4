/// Seals over the journal, off the way of commands.
extension Ledger {
    /// Seals what of the journal is not sealed yet.
    ///
    /// - Returns: The last of the new seals; `nil` if there was nothing to seal.
    @discardableResult
    public func sealJournal() async throws(LedgerError) -> JournalSeal? {
        var last: JournalSeal?
        do throws(StoreFailure) {
            while let seal = try await store.sealJournal(limit: 10_000) { last = seal }
        } catch {
            throw .unavailable(error)
        }
        return last
    }
}
