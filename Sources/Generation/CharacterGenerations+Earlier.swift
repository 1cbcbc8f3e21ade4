import CreditLedger
import Logging
import SQL

// Requests that an earlier generation answers.
extension CharacterGenerations {
    /// The generation of an earlier same request whose client was gone before it was answered, if there is one:
    /// it was paid for, and nobody has it.
    func adopted(
        _ asked: UnansweredBook.Request, for client: WaitingClient
    ) async throws(GenerationError) -> Generation? {
        while let id = try await claim(asked) {
            client.onGone { books.unanswered.note(id, of: asked) }
            guard let charge = try await charge(id) else { continue }
            do throws(GenerationError) {
                let patience = generator.deadline
                let generation = try await RepeatedGeneration(ledger: ledger, patience: patience).outcome(of: charge)
                logger.info(
                    "A request gets the picture that an earlier one was not told of",
                    metadata: metadata(of: charge, "its client had hung up"))
                return generation
            } catch {
                // That one failed, and cost nothing: this request is worth a picture of its own.
                guard case .failed = error else { throw error }
            }
        }
        return nil
    }

    private func claim(_ asked: UnansweredBook.Request) async throws(GenerationError) -> ChargeID? {
        do throws(SQLFailure) { return try await books.unanswered.claim(asked) } catch {
            throw .ledgerUnavailable(StoreFailure(error))
        }
    }

    private func charge(_ id: ChargeID) async throws(GenerationError) -> Charge? {
        do throws(StoreFailure) { return try await ledger.store.charge(id) } catch {
            throw .ledgerUnavailable(error)
        }
    }

    /// Notes that what the worker of a charge had stored before it died was paid for, and nobody was told of it.
    func noteOrphan(_ charge: Charge) async {
        guard charge.capture != nil, !charge.reference.isOfKey,
            let order = try? charge.order.decode(GenerationOrder.self)
        else { return }
        do {
            // Of a job nobody waits to be told.
            guard try await books.jobs.isBegun(charge.id) == nil else { return try await books.jobs.forget(charge.id) }
            let opening = try await ledger.store.entry(charge.key, sequence: charge.opened.sequence)
            guard let actor = opening?.actor else { return }
            books.unanswered.note(
                charge.id, of: .init(key: charge.key, actor: actor, fingerprint: order.fingerprint))
        } catch {
            logger.warning("An orphan could not be noted", metadata: metadata(of: charge, error))
        }
    }
}

// Pictures that are free, since the account has them already.
extension CharacterGenerations {
    /// The account's earlier generation of the order, if the request allows that and its pictures are still there.
    func cached(
        _ order: GenerationOrder, for request: GenerationRequest
    ) async throws(GenerationError) -> Generation? {
        let keyed = request.keyed(order)
        if let keyed, let kept = try await kept(for: keyed) { return kept }
        guard request.mayBeCached else { return nil }
        // What the key has bought is what the key gets.
        if keyed != nil, try await charge(request.reference()) != nil { return nil }
        guard let charge = try await latest(order, for: request.key.account) else { return nil }
        let generation = Generation(
            charge: charge.charge, result: charge.result, creditsRemaining: try await available(in: request.key),
            origin: .cached)
        guard let keyed else { return generation }
        return try await keep(generation, for: keyed)
    }

    private func latest(
        _ order: GenerationOrder, for account: AccountID
    ) async throws(GenerationError) -> (charge: Charge, result: GenerationResult)? {
        do {
            guard let id = try await books.pictures.latest(of: order.fingerprint, for: account),
                let charge = try await ledger.store.charge(id), let capture = charge.capture,
                charge.key.account == account, charge.order == Payload(order),
                let result = try? capture.result.decode(GenerationResult.self), result.images.count == order.count
            else { return nil }
            for image in result.images where try await !images.contains(image) { return nil }
            return (charge, result)
        } catch {
            // Without the index the picture is bought, as any other.
            logger.warning("Earlier pictures could not be looked for", metadata: ["cause": "\(error)"])
            return nil
        }
    }

    private func kept(for keyed: KeyedRequest) async throws(GenerationError) -> Generation? {
        let answer: StoredAnswer?
        do throws(KeyedRequestError) { answer = try await books.answers.kept(for: keyed) } catch {
            throw GenerationError(error)
        }
        guard let answer else { return nil }
        return try await generation(answer, isReplay: true)
    }

    private func keep(
        _ generation: Generation, for keyed: KeyedRequest
    ) async throws(GenerationError) -> Generation {
        let note = CachedAnswer(charge: generation.charge, remaining: generation.creditsRemaining)
        let (own, kept): (StoredAnswer, StoredAnswer)
        do {
            own = StoredAnswer(status: 200, body: try note.text)
            kept = try await books.answers.keep(own, for: keyed)
        } catch {
            throw GenerationError(error as? KeyedRequestError ?? .stillRunning)
        }
        return kept == own ? generation : try await self.generation(kept, isReplay: true) ?? generation
    }

    private func generation(_ answer: StoredAnswer, isReplay: Bool) async throws(GenerationError) -> Generation? {
        guard let note = CachedAnswer(answer.body), let charge = try await charge(note.charge),
            let result = try? charge.capture?.result.decode(GenerationResult.self)
        else { return nil }
        return Generation(
            charge: charge, result: result, creditsRemaining: note.remaining, origin: .cached, isReplay: isReplay)
    }
}

/// What is kept of an answer that was given from an earlier generation.
private struct CachedAnswer: Codable {
    let charge: ChargeID
    let remaining: Credits

    init(charge: ChargeID, remaining: Credits) {
        self.charge = charge
        self.remaining = remaining
    }

    init?(_ text: String) {
        guard let answer = try? Payload(bytes: Array(text.utf8)).decode(CachedAnswer.self) else { return nil }
        self = answer
    }

    var text: String {
        get throws { String(decoding: try Payload(json: self).bytes, as: UTF8.self) }
    }
}

extension GenerationError {
    init(_ error: KeyedRequestError) {
        switch error {
        case .keyReused: self = .idempotencyKeyReused
        case .stillRunning: self = .stillRunning
        case .unavailable(let failure): self = .ledgerUnavailable(StoreFailure(failure))
        }
    }
}

extension GenerationRequest {
    /// The request under its key, if it has one.
    func keyed(_ order: GenerationOrder) -> KeyedRequest? {
        idempotencyKey.map { KeyedRequest(account: key.account, key: $0, content: "generation/" + order.fingerprint) }
    }
}

extension Reference {
    /// Whether it is a generation's that was asked for with a key: those have 32 digits, others a ULID.
    fileprivate var isOfKey: Bool { text.utf8.count == 36 }
}
