/// Credits reserved for one piece of work: the only way to that work, and a thing of a single use.
///
/// Whoever does paid work takes a hold as a parameter, so that there is no path to the work without
/// one. A hold cannot be copied; ``capture(_:result:)`` and ``release(reason:)`` consume it, so that no code
/// that compiles settles it twice. One that is dropped expires with its lease, and the credits go back.
public struct Hold: ~Copyable, Sendable {
    let claim: Claim

    init(charge: Charge, availableAfter: Credits, ledger: Ledger, actor: ActorID) {
        claim = Claim(charge: charge, availableAfter: availableAfter, ledger: ledger, actor: actor)
    }

    /// The same right once more, to be lent within the ledger and never given away.
    init(_ claim: Claim) {
        self.claim = claim
    }

    /// The charge that the hold opened.
    public var charge: Charge { claim.charge }

    /// What was left to spend when the hold was made.
    public var availableAfter: Credits { claim.availableAfter }

    /// The work was delivered: the held credits are spent, and what `amount` leaves goes back.
    ///
    /// - Parameters:
    ///   - amount: How much the work cost, up to what was held; all of it if `nil`.
    ///   - result: What was delivered, for the next one who asks with the same reference.
    public consuming func capture(
        _ amount: Credits? = nil, result: Payload = .empty
    ) async throws(LedgerError) -> Posting {
        let claim = claim
        return try await claim.ledger.capture(claim.charge.id, amount: amount, result: result, by: claim.actor)
    }

    /// The work was not delivered: the held credits go back.
    ///
    /// - Parameter reason: Why, for the next one who asks with the same reference.
    public consuming func release(reason: Payload = .empty) async throws(LedgerError) -> Posting {
        let claim = claim
        return try await claim.ledger.release(claim.charge.id, reason: reason, by: claim.actor)
    }
}

/// What a hold stands for.
///
/// A class, so that the hold itself is a single reference: the optimiser of Swift 6.3 releases the
/// strings of a charge twice when one that lies in a non-copyable struct is copied out and the
/// struct is consumed across an await.
final class Claim: Sendable {
    let charge: Charge
    let availableAfter: Credits
    let ledger: Ledger
    let actor: ActorID

    init(charge: Charge, availableAfter: Credits, ledger: Ledger, actor: ActorID) {
        self.charge = charge
        self.availableAfter = availableAfter
        self.ledger = ledger
        self.actor = actor
    }
}
