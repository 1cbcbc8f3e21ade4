/// Sells work by the credit: grants, holds, captures, releases and refunds, each exactly once.
///
/// A ledger is cheap to copy and safe to share. Commands given at the same time share one durable
/// commit; each is decided by the ``LedgerRules``, in some order, as if it were alone.
public struct Ledger: Sendable {
    /// Where the ledger is kept.
    public let store: any LedgerStore

    let groupCommit: GroupCommit
    let unsettled = UnsettledHolds()
    private let identifiers = RecordIDSequence()
    let settings: Settings

    /// What can be set of a ledger.
    public struct Settings: Sendable {
        /// Who works on the holds of this process.
        public var worker: WorkerID = .unique()
        /// For how long a hold stands if nobody resolves it.
        public var leaseDuration: Duration = .seconds(600)
        /// The most charges that an account may have held in one pool at once; `nil` for no limit.
        public var limitInFlight: Int64?
        /// The rules, which have settings of their own.
        public var rules = LedgerRules()
        /// How passing failures of the store are tried again.
        public var retry = RetryPolicy()

        /// The defaults.
        public init() {}
    }

    /// A ledger kept in `store`.
    public init(store: some LedgerStore, settings: Settings = Settings()) {
        self.store = store
        self.settings = settings
        let committer = BatchCommitter(store: store, rules: settings.rules, retry: settings.retry)
        groupCommit = GroupCommit(committer: committer)
    }

    /// Puts credits into a balance. The same reference with the same terms grants once.
    @discardableResult
    public func grant(
        _ terms: GrantTerms, to account: AccountID, in pool: Pool, reference: Reference, reason: Reason? = nil,
        by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        let key = BalanceKey(account: account, pool: pool)
        return try await withNewIdentifier { (id: GrantID) in
            .grant(.init(id: id, key: key, reference: reference, terms: terms, reason: reason))
        } by: {
            actor
        }
    }

    /// Reserves credits for a piece of work.
    ///
    /// - Parameters:
    ///   - amount: What the work costs at the most.
    ///   - reference: The caller's name for the work.
    ///   - order: What was asked for.
    /// - Returns: The right to do the work, once.
    /// - Throws: ``LedgerError/repeated(_:)`` if the reference opened this very charge before: what
    ///   became of it is told, and no second right is given.
    public func hold(
        _ amount: Credits, on account: AccountID, from pool: Pool, reference: Reference,
        order: Payload = .empty, by actor: ActorID
    ) async throws(LedgerError) -> Hold {
        let key = BalanceKey(account: account, pool: pool)
        let (posting, isOwn) = try await open(amount, key: key, reference: reference, order: order, by: actor) {
            .hold($0)
        }
        guard let charge = posting.charge, isOwn else { throw Self.repetition(of: posting) }
        return Hold(charge: charge, availableAfter: posting.entry.after.available, ledger: self, actor: actor)
    }

    /// Spends credits at once, for work that is already done or cannot fail.
    ///
    /// - Throws: ``LedgerError/refused(_:)`` when there are not enough: there is no `false` to overlook.
    @discardableResult
    public func deduct(
        _ amount: Credits, from account: AccountID, in pool: Pool, reference: Reference,
        order: Payload = .empty, by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        let key = BalanceKey(account: account, pool: pool)
        return try await open(amount, key: key, reference: reference, order: order, by: actor) { .deduct($0) }.posting
    }

    /// Gives back what was captured, all that is left of it if `amount` is `nil`.
    @discardableResult
    public func refund(
        _ charge: ChargeID, amount: Credits? = nil, reference: Reference, by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        try await submit(.refund(charge, amount: amount, reference: reference), by: actor)
    }
}

// How a hold is settled; only through the hold itself.
extension Ledger {
    func capture(
        _ charge: ChargeID, amount: Credits?, result: Payload, by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        try await settle(charge, as: .capture, by: .capture(charge, amount: amount, result: result), actor)
    }

    func release(
        _ charge: ChargeID, reason: Payload, by actor: ActorID
    ) async throws(LedgerError) -> Posting {
        let verb = LedgerCommand.Verb.release(charge, reference: charge.releaseReference, reason: reason)
        return try await settle(charge, as: .release(reason: reason), by: verb, actor)
    }

    private func settle(
        _ charge: ChargeID, as intention: UnsettledHolds.Intention, by verb: LedgerCommand.Verb, _ actor: ActorID
    ) async throws(LedgerError) -> Posting {
        do throws(LedgerError) {
            return try await submit(verb, by: actor)
        } catch {
            if case .unavailable = error { unsettled.add(charge, intention) }
            throw error
        }
    }
}

extension ChargeID {
    /// The reference of the charge's release: `refund_` and the charge's own number, which makes it
    /// as unique as the charge, and tells whose refund it is.
    public var releaseReference: Reference {
        Reference(stringLiteral: "refund_" + description.dropFirst(Charge.identifierPrefix.count))
    }
}

// From verbs to decisions.
extension Ledger {
    private func open(
        _ amount: Credits, key: BalanceKey, reference: Reference, order: Payload, by actor: ActorID,
        verb: (LedgerCommand.Holding) -> LedgerCommand.Verb
    ) async throws(LedgerError) -> (posting: Posting, isOwn: Bool) {
        var own: ChargeID?
        let posting = try await withNewIdentifier { (id: ChargeID) in
            own = id
            return verb(
                LedgerCommand.Holding(
                    id: id, key: key, reference: reference, amount: amount, order: order,
                    worker: settings.worker, leaseDuration: settings.leaseDuration,
                    limitInFlight: settings.limitInFlight))
        } by: {
            actor
        }
        // A batch whose outcome was unknown is tried again, and then finds its own charge: that one
        // is no repetition of the caller's.
        return (posting, posting.charge?.id == own)
    }

    private func withNewIdentifier<Record>(
        _ verb: (RecordID<Record>) -> LedgerCommand.Verb, by actor: () -> ActorID
    ) async throws(LedgerError) -> Posting {
        for _ in 0..<3 {
            do throws(LedgerError) {
                return try await submit(verb(identifiers.next(at: SystemClock().now())), by: actor())
            } catch .unavailable(let failure) where failure.code == .identifierTaken {
                continue
            }
        }
        throw .unavailable(
            StoreFailure(.unavailable, "No free identifier was found.", remedy: "Check that the clocks are right."))
    }

    func submit(_ verb: LedgerCommand.Verb, by actor: ActorID) async throws(LedgerError) -> Posting {
        switch await groupCommit.decide(LedgerCommand(verb, by: actor)) {
        case .success(.success(let posting)): return posting
        case .success(.failure(let refusal)): throw .refused(refusal)
        case .failure(let failure): throw .unavailable(failure)
        }
    }

    private static func repetition(of posting: Posting) -> LedgerError {
        guard let charge = posting.charge else {
            return .unavailable(
                StoreFailure(.corrupt, "A hold's charge is missing.", remedy: "Run scrip verify."))
        }
        return .repeated(charge)
    }
}
