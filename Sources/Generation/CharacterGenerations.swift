public import CreditLedger
public import Logging

/// Makes pictures that are paid for: hold, draw, store, capture; any failure after the hold releases it.
public struct CharacterGenerations: Sendable {
    /// What pictures cost.
    public let prices: PriceTable

    let ledger: Ledger
    let generator: any ImageGenerator
    let images: any ImageStore
    let names: ImageNames
    let workshop: Workshop
    let books: GenerationBooks
    let retention: ImageRetention?
    let logger: Logger

    /// Generations of a generator, paid from a ledger and kept in an image store.
    public init(
        prices: PriceTable, ledger: Ledger, generator: some ImageGenerator, images: some ImageStore,
        names: ImageNames, workshop: Workshop, books: GenerationBooks, retention: ImageRetention? = nil,
        logger: Logger = Logger(label: "generate-character")
    ) {
        self.prices = prices
        self.ledger = ledger
        self.generator = generator
        self.images = images
        self.names = names
        self.workshop = workshop
        self.retention = retention
        self.books = books
        self.logger = logger
    }

    /// What one picture costs that is ordered alone, without a word about its size and quality.
    public var standardPrice: Credits {
        prices.unitPrice(
            size: .standard, quality: generator.defaultQuality, count: 1, generator: generator.name,
            model: generator.model)
    }

    /// What a request would cost now.
    public func quote(_ request: GenerationRequest) async throws(GenerationError) -> Quote {
        let order = try order(of: request)
        let available = try await available(in: request.key)
        return Quote(price: try price(of: order), unitPrice: unitPrice(of: order), available: available)
    }

    /// Makes pictures, or answers with those that the same request has made: one with the same key, or one whose
    /// client was gone before it was answered.
    ///
    /// - Parameter client: Who waits. If it goes unanswered, the next same request gets what this one has made.
    public func generate(
        _ request: GenerationRequest, for client: WaitingClient = WaitingClient()
    ) async throws(GenerationError) -> Generation {
        let order = try order(of: request)
        let price = try price(of: order)
        return try await workshop.perform { reply in
            let result: Result<Generation, GenerationError>
            do throws(GenerationError) {
                result = .success(try await make(order, for: request, at: price, client: client))
            } catch {
                result = .failure(error)
            }
            reply.give(result)
        }
    }

    private func make(
        _ order: GenerationOrder, for request: GenerationRequest, at price: Credits, client: WaitingClient
    ) async throws(GenerationError) -> Generation {
        if let cached = try await cached(order, for: request) { return cached }
        let asked = UnansweredBook.Request(key: request.key, actor: request.actor, fingerprint: order.fingerprint)
        let isKeyed = request.idempotencyKey != nil
        if !isKeyed, let adopted = try await adopted(asked, for: client) { return adopted }
        let hold: Hold
        do throws(LedgerError) {
            hold = try await self.hold(order, for: request, at: price)
        } catch {
            let charge = try await chargeBefore(error, order: order, of: request)
            return try await RepeatedGeneration(ledger: ledger, patience: generator.deadline).outcome(of: charge)
        }
        let charge = hold.charge.id
        if !isKeyed { client.onGone { books.unanswered.note(charge, of: asked) } }
        return try await deliver(order, paidBy: hold, isJob: false)
    }

    func hold(
        _ order: GenerationOrder, for request: GenerationRequest, at price: Credits
    ) async throws(LedgerError) -> Hold {
        try await ledger.hold(
            price, on: request.key.account, from: request.key.pool, reference: request.reference(),
            order: Payload(order), by: request.actor)
    }

    /// The charge that an earlier request with the same key has opened, if that is why there is no hold.
    func chargeBefore(
        _ error: LedgerError, order: GenerationOrder, of request: GenerationRequest
    ) async throws(GenerationError) -> Charge {
        switch error {
        case .repeated(let charge):
            return charge
        case .refused(.referenceConflict(let reference)):
            // The same order at what was its price then is the same order.
            guard let charge = try await charge(reference), charge.key.account == request.key.account,
                charge.order == Payload(order)
            else { throw .idempotencyKeyReused }
            return charge
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

    func metadata(of charge: Charge, _ cause: some Sendable) -> Logger.Metadata {
        [
            "charge": "\(charge.id)", "reference": "\(charge.reference)", "account": "\(charge.key.account)",
            "pool": "\(charge.key.pool)", "credits": "\(charge.amount)", "cause": "\(cause)",
        ]
    }
}

// What is asked for, and what it costs.
extension CharacterGenerations {
    /// The order of a request, with what it leaves open settled.
    func order(of request: GenerationRequest) throws(GenerationError) -> GenerationOrder {
        guard generator.sizes.contains(request.size) else {
            throw .sizeNotDrawn(request.size, allowed: generator.sizes)
        }
        let picture = PictureSpecification(
            request.options, size: request.size, quality: request.quality ?? generator.defaultQuality)
        return GenerationOrder(picture, count: request.count, webhookURL: request.webhookURL)
    }

    func price(of order: GenerationOrder) throws(GenerationError) -> Credits {
        let (price, overflow) = unitPrice(of: order).count.multipliedReportingOverflow(by: Int64(order.count))
        guard !overflow, let price = Credits(exactly: price) else { throw .refused(.overflow) }
        return price
    }

    private func unitPrice(of order: GenerationOrder) -> Credits {
        prices.unitPrice(
            size: order.picture.size, quality: order.picture.quality, count: order.count, generator: generator.name,
            model: generator.model)
    }

    /// The charge of a generation.
    func charge(_ reference: Reference) async throws(GenerationError) -> Charge? {
        do throws(StoreFailure) { return try await ledger.store.charge(reference: reference) } catch {
            throw .ledgerUnavailable(error)
        }
    }

    func available(in key: BalanceKey) async throws(GenerationError) -> Credits {
        do throws(StoreFailure) {
            return try await ledger.store.balances(of: key.account).first { $0.key == key }?.available ?? .zero
        } catch {
            throw .ledgerUnavailable(error)
        }
    }
}
