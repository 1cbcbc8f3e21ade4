import CharacterArt
public import CreditLedger
import Logging
import SQL

// Generations that nobody waits for.
extension CharacterGenerations {
    /// Promises pictures: they are paid for and will be made, even if this process dies before it begins.
    ///
    /// - Returns: The charge, which may be that of an earlier request with the same key.
    public func accept(_ request: GenerationRequest) async throws(GenerationError) -> AcceptedGeneration {
        let order = try order(of: request)
        let price = try price(of: order)
        return try await workshop.perform { (reply: Reply<AcceptedGeneration>) in
            let hold: Hold
            do throws(LedgerError) {
                hold = try await self.hold(order, for: request, at: price)
            } catch {
                return reply.give(await repetition(after: error, order: order, of: request))
            }
            await promise(order, paidBy: hold, telling: reply)
        }
    }

    private func promise(
        _ order: GenerationOrder, paidBy hold: consuming Hold, telling reply: Reply<AcceptedGeneration>
    ) async {
        let charge = hold.charge
        do throws(SQLFailure) { try await books.jobs.promise(charge.id) } catch {
            logger.error("A job could not be promised", metadata: metadata(of: charge, error))
            _ = await refund(hold, because: .interrupted)
            return reply.give(.failure(.ledgerUnavailable(StoreFailure(error))))
        }
        reply.give(.success(AcceptedGeneration(charge: charge, isReplay: false)))
        await finish(order, paidBy: hold)
    }

    private func repetition(
        after error: LedgerError, order: GenerationOrder, of request: GenerationRequest
    ) async -> Result<AcceptedGeneration, GenerationError> {
        do throws(GenerationError) {
            let charge = try await chargeBefore(error, order: order, of: request)
            return .success(AcceptedGeneration(charge: charge, isReplay: true))
        } catch {
            return .failure(error)
        }
    }

    /// Does a job to its end, whatever that is: its charge tells.
    private func finish(_ order: GenerationOrder, paidBy hold: consuming Hold) async {
        let charge = hold.charge
        do throws(GenerationError) {
            _ = try await deliver(order, paidBy: hold, isJob: true)
        } catch {
            // Left to the next process, which must find the promise.
            if case .shuttingDown = error { return }
        }
        do throws(SQLFailure) { try await books.jobs.forget(charge.id) } catch {
            logger.warning("A job that is done stays on record", metadata: metadata(of: charge, error))
        }
    }

    /// Calls a generation off.
    ///
    /// Nothing is charged for it, whether drawing had begun or not: what a provider takes for it is the owner's
    /// loss. If its pictures were delivered first, they stay, and so does their charge.
    ///
    /// - Returns: The charge as it is now.
    /// - Throws: ``GenerationError/refused(_:)`` if it ended in another way before.
    public func cancel(_ charge: Charge, by actor: ActorID) async throws(GenerationError) -> Charge {
        do throws(LedgerError) {
            let posting = try await ledger.cancelHold(
                charge.id, reason: Payload(GenerationProblem.cancelled), by: actor)
            if !posting.isRepeat { report(refund: posting, of: charge, because: .cancelled) }
            workshop.board.cancel(charge.id)
            return posting.charge ?? charge
        } catch {
            switch error {
            case .refused(let refusal): throw .refused(refusal)
            case .repeated(let charge): return charge
            case .unavailable(let failure): throw .ledgerUnavailable(failure)
            }
        }
    }

    /// How far a generation of this process is, and then each step of its, until it ends; `nil` if another process
    /// has it, or none.
    public func watch(_ charge: ChargeID) -> AsyncStream<JobProgress>? {
        workshop.board.watch(charge)
    }

    /// Whether the drawing of a generation has begun that has not ended.
    public func isDispatched(_ charge: ChargeID) async -> Bool {
        if let progress = workshop.board.progress(of: charge) { return progress.isDispatched }
        // One that is no job is drawn by another process, or was by one that is gone.
        return (try? await books.jobs.isBegun(charge)) ?? true
    }

    /// Lets go of what this process holds, for the next one to take over. For the end, when nothing is done any more.
    public func handOver() async {
        do throws(LedgerError) {
            let count = try await ledger.handOverHolds()
            if count > 0 { logger.info("Jobs are left to the next process", metadata: ["count": "\(count)"]) }
        } catch {
            logger.error("Jobs could not be handed over; their leases will end", metadata: ["cause": "\(error)"])
        }
    }
}

// What became of the work of a process that is gone.
extension CharacterGenerations {
    /// What is to become of a hold whose lease has ended.
    ///
    /// - Parameter waiting: The jobs that nobody has begun.
    func fate(of charge: Charge, waiting: Set<ChargeID>) async throws -> OverdueFate {
        guard let order = try? charge.order.decode(GenerationOrder.self) else { return .giveBack }
        if waiting.contains(charge.id) {
            workshop.take { await takeOver(charge, order: order) }
            return .leave
        }
        // Nobody pays for a picture that goes before anyone has seen it.
        if let retention, retention.isOver(for: charge, at: SystemClock().now()) { return .giveBack }
        var images: [ImageName] = []
        for index in 0..<order.count {
            let image = names.name(for: charge.id, picture: index)
            if try await self.images.contains(image) { images.append(image) }
        }
        guard !images.isEmpty else { return .giveBack }
        let result = GenerationResult(
            images: images, transparent: order.options.transparent, generator: generator.name)
        let amount = Credits.credits(order.unitPrice(of: charge).count * Int64(images.count))
        return .capture(amount, result: Payload(result))
    }

    /// Does the job of a process that is gone, unless another process is faster.
    private func takeOver(_ charge: Charge, order: GenerationOrder) async {
        let hold: Hold
        do throws(LedgerError) { hold = try await ledger.adopt(charge.id, by: .system) } catch {
            guard case .unavailable = error else { return }
            return logger.error("A job could not be taken over; trying again", metadata: metadata(of: charge, error))
        }
        logger.info("A job is taken over", metadata: metadata(of: charge, "its worker is gone"))
        await finish(order, paidBy: hold)
    }
}

/// A generation that was promised.
public struct AcceptedGeneration: Sendable {
    /// Its charge.
    public let charge: Charge
    /// Whether an earlier request with the same key has opened it.
    public let isReplay: Bool
}

extension StoreFailure {
    /// A database beside the ledger did not answer.
    init(_ failure: SQLFailure) {
        self.init(.unavailable, failure.message, remedy: failure.remedy, cause: failure)
    }
}
