import CharacterArt
public import CreditLedger
public import Logging

/// Makes pictures that are paid for: hold, draw, store, capture; any failure after the hold releases it.
public struct CharacterGenerations: Sendable {
    /// What one picture costs.
    public let price: Credits

    private let ledger: Ledger
    private let generator: any ImageGenerator
    private let images: any ImageStore
    private let names: ImageNames
    private let workshop: Workshop
    private let retention: ImageRetention?
    private let logger: Logger

    /// Generations of a generator, paid from a ledger and kept in an image store.
    public init(
        price: Credits, ledger: Ledger, generator: some ImageGenerator, images: some ImageStore,
        names: ImageNames, workshop: Workshop, retention: ImageRetention? = nil,
        logger: Logger = Logger(label: "generate-character")
    ) {
        self.price = price
        self.ledger = ledger
        self.generator = generator
        self.images = images
        self.names = names
        self.workshop = workshop
        self.retention = retention
        self.logger = logger
    }

    /// Makes a picture, or answers with the one that a request with the same key has made.
    public func generate(_ request: GenerationRequest) async throws(GenerationError) -> Generation {
        try await workshop.perform {
            do throws(GenerationError) { return .success(try await make(request)) } catch { return .failure(error) }
        }
    }

    private func make(_ request: GenerationRequest) async throws(GenerationError) -> Generation {
        let hold: Hold
        do throws(LedgerError) {
            hold = try await self.hold(for: request)
        } catch {
            return try await answerWithoutHold(error)
        }
        return try await deliver(request, paidBy: hold)
    }

    private func answerWithoutHold(_ error: LedgerError) async throws(GenerationError) -> Generation {
        switch error {
        case .repeated(let charge):
            return try await RepeatedGeneration(ledger: ledger, patience: generator.deadline).outcome(of: charge)
        case .refused(.referenceConflict):
            throw .idempotencyKeyReused
        case .refused(let refusal):
            if case .inconsistentBalance(let key) = refusal {
                logger.error(
                    "Failed to deduct credits", metadata: ["cause": "\(key) is inconsistent; run scrip verify"])
            }
            throw .refused(refusal)
        case .unavailable(let failure):
            logger.error("Failed to deduct credits", metadata: ["cause": "\(failure)"])
            throw .ledgerUnavailable(failure)
        }
    }

    private func hold(for request: GenerationRequest) async throws(LedgerError) -> Hold {
        try await ledger.hold(
            price, on: request.key.account, from: request.key.pool, reference: request.reference(),
            order: Payload(GenerationOrder(options: request.options)), by: request.actor)
    }

    private func deliver(
        _ request: GenerationRequest, paidBy hold: consuming Hold
    ) async throws(GenerationError) -> Generation {
        let image = names.name(for: hold.charge.id)
        let result: GenerationResult
        do throws(GenerationProblem) {
            result = try await draw(request, as: image, paidBy: hold)
        } catch {
            throw .failed(error, await refund(hold, because: error))
        }
        return try await capture(result, paidBy: hold)
    }

    private func draw(
        _ request: GenerationRequest, as image: ImageName, paidBy hold: borrowing Hold
    ) async throws(GenerationProblem) -> GenerationResult {
        let picture: Picture
        do throws(GeneratorError) {
            picture = try await generator.draw(
                PictureSpecification(request.options, quality: generator.defaultQuality), paidBy: hold)
        } catch {
            logger.warning("The generator made no picture", metadata: metadata(of: hold.charge, error))
            throw GenerationProblem(error)
        }
        do throws(ImageStoreError) {
            try await images.save(picture, as: image)
        } catch {
            logger.error("The picture could not be stored", metadata: metadata(of: hold.charge, error))
            throw GenerationProblem(kind: .storageFailed)
        }
        return GenerationResult(image: image, transparent: picture.isTransparent, generator: generator.name)
    }

    private func capture(
        _ result: GenerationResult, paidBy hold: consuming Hold
    ) async throws(GenerationError) -> Generation {
        let charge = hold.charge
        do throws(LedgerError) {
            let posting = try await hold.capture(result: Payload(result))
            return Generation(
                id: charge.reference, result: result, creditsRemaining: posting.entry.after.available,
                isReplay: false)
        } catch {
            logger.error("The picture could not be charged", metadata: metadata(of: charge, error))
            // Whether it was paid for is not known: it stays, and the history tells once the ledger does.
            guard case .refused = error else { throw .unsettled(charge.reference) }
            // The hold ended before the work did: not paid for, so not delivered.
            await discard(result.image)
            throw .failed(.interrupted, .done)
        }
    }

    private func refund(
        _ hold: consuming Hold, because problem: GenerationProblem
    ) async -> GenerationError.Refund {
        let charge = hold.charge
        do throws(LedgerError) {
            let posting = try await hold.release(reason: Payload(problem))
            var details = metadata(of: charge, problem.kind.rawValue)
            details["refund"] = "\(posting.entry.reference?.text ?? "")"
            logger.info("Credits refunded successfully", metadata: details)
            return .done
        } catch {
            logger.error("Failed to refund credits", metadata: metadata(of: charge, error))
            return .pending
        }
    }

    /// What the work of a charge delivered, if its picture is stored: its worker came that far.
    func delivered(by charge: Charge) async throws -> Payload? {
        let image = names.name(for: charge.id)
        // Nobody pays for a picture that goes before anyone has seen it.
        if let retention, retention.isOver(for: charge, at: SystemClock().now()) { return nil }
        guard let order = try? charge.order.decode(GenerationOrder.self), try await images.contains(image) else {
            return nil
        }
        return Payload(
            GenerationResult(image: image, transparent: order.options.transparent, generator: generator.name))
    }

    private func discard(_ image: ImageName) async {
        do throws(ImageStoreError) { try await images.remove(image) } catch {
            logger.warning("A picture that nobody paid for stays behind", metadata: ["cause": "\(error)"])
        }
    }

    private func metadata(of charge: Charge, _ cause: some Sendable) -> Logger.Metadata {
        [
            "charge": "\(charge.id)", "reference": "\(charge.reference)", "account": "\(charge.key.account)",
            "pool": "\(charge.key.pool)", "credits": "\(charge.amount)", "cause": "\(cause)",
        ]
    }
}
