extension Ledger {
    /// Does work that costs credits: captured when `work` returns, released when it throws or is
    /// cancelled, and answered with the stored result when the same reference was charged before.
    ///
    /// ```swift
    /// let picture = try await ledger.charge(
    ///     12, to: account, from: .api, reference: reference, order: options, by: "user"
    /// ) { hold in
    ///     try await illustrator.draw(options, paidBy: hold)
    /// }
    /// ```
    ///
    /// - Throws: ``LedgerError/repeated(_:)`` when the reference's charge is still under way or was
    ///   released; what `work` throws, once the credits are back, or ``UnsettledCharge`` when they
    ///   could not be given back; another ``LedgerError`` when nothing could be held, or when the
    ///   capture could not be written. A hold that is left open expires with its lease.
    public func charge<Delivery: Codable & Sendable>(
        _ price: Credits, to account: AccountID, from pool: Pool, reference: Reference,
        order: some Encodable & Sendable, by actor: ActorID,
        work: (borrowing Hold) async throws -> Delivery
    ) async throws -> Delivery {
        let hold: Hold
        do throws(LedgerError) {
            hold = try await self.hold(
                price, on: account, from: pool, reference: reference,
                order: await Self.payload(of: order), by: actor)
        } catch .repeated(let charge) {
            guard let capture = charge.capture else { throw LedgerError.repeated(charge) }
            return try capture.result.decode(Delivery.self)
        }
        let delivery: Delivery
        let result: Payload
        do {
            delivery = try await work(hold)
            result = try Payload(json: delivery)
            // A result that no capture takes must not leave the credits with the hold until its lease ends.
            guard result.bytes.count <= Payload.maximumByteCount else {
                throw LedgerError.refused(.payloadTooLarge(byteCount: result.bytes.count))
            }
        } catch {
            try await release(hold, because: error)
            throw error
        }
        _ = try await hold.capture(result: result)
        return delivery
    }

    private static func payload(of order: some Encodable & Sendable) async throws(LedgerError) -> Payload {
        do {
            return try Payload(json: order)
        } catch {
            throw .unavailable(
                StoreFailure(.rejected, "The order has no JSON form.", remedy: "Mend its Encodable.", cause: error))
        }
    }

    private func release(_ hold: consuming Hold, because workError: any Error) async throws {
        let charge = hold.charge
        do throws(LedgerError) {
            _ = try await hold.release()
        } catch {
            throw UnsettledCharge(charge: charge, workError: workError, releaseError: error)
        }
    }
}

/// Work failed, and so did giving its credits back. They go back when the hold's lease ends.
public struct UnsettledCharge: Error, Sendable {
    /// The charge that is still held.
    public let charge: Charge
    /// Why the work failed.
    public let workError: any Error
    /// Why the release failed.
    public let releaseError: LedgerError
}
