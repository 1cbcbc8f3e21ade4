/// Holds that change hands: those of a worker that is gone, and those that one lets go of.
extension Ledger {
    /// Who works on the holds of this process.
    public var worker: WorkerID { settings.worker }

    /// Takes a hold over whose lease has ended, to do the work that nobody has done.
    ///
    /// Of several workers that ask at once, one gets it. Whoever held it before may still settle it: the
    /// charge is resolved once, whoever comes first.
    ///
    /// - Returns: The right to do the work, once.
    /// - Throws: ``LedgerError/refused(_:)`` with ``Refusal/holdNotDue(until:)`` if its worker lives or another
    ///   one was faster; with what became of the charge if it is not held any more.
    public func adopt(_ charge: ChargeID, by actor: ActorID) async throws(LedgerError) -> Hold {
        let adopting = LedgerCommand.Adopting(
            charge: charge, reference: .unique("adopt"), worker: settings.worker, leaseDuration: settings.leaseDuration)
        let posting = try await submit(.adopt(adopting), by: actor)
        guard let charge = posting.charge else {
            throw .unavailable(
                StoreFailure(.corrupt, "An adopted hold's charge is missing.", remedy: "Run scrip verify."))
        }
        return Hold(charge: charge, availableAfter: posting.entry.after.available, ledger: self, actor: actor)
    }

    /// Lets go of every hold of this ledger's worker: their leases end now, and another worker may take them over
    /// at once. For a process that is about to stop.
    ///
    /// - Returns: How many holds there were.
    @discardableResult
    public func handOverHolds() async throws(LedgerError) -> Int {
        do throws(StoreFailure) { return try await store.renewLeases(of: settings.worker, for: .zero) } catch {
            throw .unavailable(error)
        }
    }

    /// Calls work off: its held credits go back, whoever is at work on it. The worker's own capture is then
    /// refused; if that came first, this is.
    ///
    /// - Parameter reason: Why, for the next one who asks with the same reference.
    @discardableResult
    public func cancelHold(
        _ charge: ChargeID, reason: Payload = .empty, by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        try await release(charge, reason: reason, by: actor)
    }
}
