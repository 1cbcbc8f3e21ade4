import CharacterArt
import CreditLedger
import Logging
import SQL

// From the hold to the capture.
extension CharacterGenerations {
    /// What came of one picture of an order.
    private enum Part: Sendable {
        case picture(StoredPicture)
        case problem(GenerationProblem)
        /// Its turn did not come before the server stopped.
        case notBegun

        var attempts: [GenerationAttempt] {
            switch self {
            case .picture(let picture): picture.attempts
            case .problem(let problem): problem.attempts ?? []
            case .notBegun: []
            }
        }
    }

    /// A picture that was stored, and how it came about.
    private struct StoredPicture: Sendable {
        var name: ImageName
        var isTransparent: Bool
        var generator: String
        var attempts: [GenerationAttempt] = []
    }

    /// Draws what was ordered and settles the hold by what could be delivered.
    ///
    /// - Parameter isJob: Whether it was promised to be done even if this process stops.
    func deliver(
        _ order: GenerationOrder, paidBy hold: consuming Hold, isJob: Bool
    ) async throws(GenerationError) -> Generation {
        let charge = hold.charge
        let cancellation = workshop.board.open(charge.id, count: order.count)
        let parts = await hold.inParts(order.count, until: cancellation) { index, hold in
            await part(index, of: order, charge: charge, paidBy: hold, isJob: isJob)
        }
        defer { workshop.board.close(charge.id) }
        let pictures = parts.compactMap { part in if case .picture(let picture) = part { picture } else { nil } }
        if let first = pictures.first {
            let result = GenerationResult(
                images: pictures.map(\.name), transparent: pictures.allSatisfy(\.isTransparent),
                generator: first.generator, attempts: parts.flatMap(\.attempts))
            return try await capture(result, of: order, paidBy: hold)
        }
        let problems = parts.compactMap { part in if case .problem(let problem) = part { problem } else { nil } }
        if problems.isEmpty, isJob {
            logger.info("A job is left to the next process", metadata: metadata(of: charge, "the server stops"))
            throw .shuttingDown
        }
        let (problem, refund) = await refund(hold, because: problems.first ?? .interrupted)
        if problems.isEmpty, case .done = refund { throw .shuttingDown }
        throw .failed(problem, refund)
    }

    private func part(
        _ index: Int, of order: GenerationOrder, charge: Charge, paidBy hold: borrowing Hold, isJob: Bool
    ) async -> Part {
        guard await workshop.turns.take(for: charge.key.account) else {
            return workshop.board.isCalledOff(charge.id) ? .problem(.cancelled) : .notBegun
        }
        defer { workshop.turns.giveBack() }
        let name = names.name(for: charge.id, picture: index)
        do throws(GenerationProblem) {
            guard try await begin(charge, isJob: isJob) else { return await foundPart(name, of: order) }
            let picture = try await draw(order.picture, as: name, paidBy: hold)
            workshop.board.finishPicture(charge.id)
            return .picture(picture)
        } catch {
            return .problem(error)
        }
    }

    /// Notes that drawing begins, for a job durably: from here on no other process begins it.
    ///
    /// - Returns: Whether it is this process's to do.
    private func begin(_ charge: Charge, isJob: Bool) async throws(GenerationProblem) -> Bool {
        let isFirst = workshop.board.progress(of: charge.id)?.isDispatched != true
        guard workshop.board.dispatch(charge.id) else { throw .cancelled }
        guard isJob, isFirst else { return true }
        do throws(SQLFailure) {
            return try await books.jobs.begin(charge.id, by: ledger.worker)
        } catch {
            logger.error("A job could not be begun", metadata: metadata(of: charge, error))
            throw .interrupted
        }
    }

    /// A picture of a job that another process has begun, if that came so far.
    private func foundPart(_ name: ImageName, of order: GenerationOrder) async -> Part {
        guard (try? await images.contains(name)) ?? false else { return .problem(.interrupted) }
        return .picture(
            StoredPicture(name: name, isTransparent: order.options.transparent, generator: generator.name))
    }

    private func draw(
        _ specification: PictureSpecification, as name: ImageName, paidBy hold: borrowing Hold
    ) async throws(GenerationProblem) -> StoredPicture {
        let drawing: Drawing
        do throws(DrawingFailure) {
            drawing = try await generator.draw(specification, paidBy: hold)
        } catch {
            logger.warning("The generator made no picture", metadata: metadata(of: hold.charge, error))
            throw Task.isCancelled ? .interrupted : GenerationProblem(error)
        }
        do throws(ImageStoreError) {
            try await images.save(drawing.picture, as: name)
        } catch {
            logger.error("The picture could not be stored", metadata: metadata(of: hold.charge, error))
            throw GenerationProblem(kind: .storageFailed, attempts: drawing.attempts)
        }
        return StoredPicture(
            name: name, isTransparent: drawing.picture.isTransparent, generator: drawing.generator,
            attempts: drawing.attempts)
    }

    private func capture(
        _ result: GenerationResult, of order: GenerationOrder, paidBy hold: consuming Hold
    ) async throws(GenerationError) -> Generation {
        let charge = hold.charge
        let amount = Credits.credits(order.unitPrice(of: charge).count * Int64(result.images.count))
        do throws(LedgerError) {
            let posting = try await hold.capture(amount, result: Payload(result))
            if result.images.count == order.count { books.pictures.note(charge, order.fingerprint) }
            return Generation(
                charge: charge, result: result, creditsRemaining: posting.entry.after.available, origin: .made)
        } catch {
            // Whether it was paid for is not known: it stays, and the history tells once the ledger does.
            guard case .refused = error else {
                logger.error("The picture could not be charged", metadata: metadata(of: charge, error))
                throw .unsettled(charge.reference)
            }
            // The hold ended before the work did: not paid for, so not delivered.
            for image in result.images { await discard(image) }
            throw .failed(await problem(of: charge), .done)
        }
    }

    /// Why a charge was closed by somebody else.
    private func problem(of charge: Charge) async -> GenerationProblem {
        let stage = (try? await ledger.store.charge(charge.id))?.stage
        return stage.flatMap { GenerationProblem($0) } ?? .interrupted
    }

    /// Gives the credits back, and tells why they were: somebody may have called the work off already.
    func refund(
        _ hold: consuming Hold, because problem: GenerationProblem
    ) async -> (GenerationProblem, GenerationError.Refund) {
        let charge = hold.charge
        do throws(LedgerError) {
            let posting = try await hold.release(reason: Payload(problem))
            if posting.isRepeat { return (posting.charge.flatMap { GenerationProblem($0.stage) } ?? problem, .done) }
            report(refund: posting, of: charge, because: problem)
            return (problem, .done)
        } catch {
            logger.error("Failed to refund credits", metadata: metadata(of: charge, error))
            return (problem, .pending)
        }
    }

    func report(refund posting: Posting, of charge: Charge, because problem: GenerationProblem) {
        var details = metadata(of: charge, problem.kind.rawValue)
        details["refund"] = "\(posting.entry.reference?.text ?? "")"
        logger.info("Credits refunded successfully", metadata: details)
    }

    private func discard(_ image: ImageName) async {
        do throws(ImageStoreError) { try await images.remove(image) } catch {
            logger.warning("A picture that nobody paid for stays behind", metadata: ["cause": "\(error)"])
        }
    }
}
