import CreditLedger
import Generation
import HTTPTypes
import Hummingbird
import Webhooks

/// `/v1/generations`: orders of pictures, and the history of an account, which is a view of its charges.
struct GenerationEndpoints: Sendable {
    let authentication: CallerAuthentication
    let ledger: Ledger
    let generations: CharacterGenerations
    let address: PublicAddress
    let retention: ImageRetention?
    let eventTokens: EventTokens
    /// Where events of generations may be sent.
    let reach: WebhookURL.Reach

    func add(to router: some RouterMethods<ServerContext>) {
        router.post("generations", use: create)
        router.post("quotes", use: quote)
        router.get("generations", use: list)
        router.get("generations/:id", use: get)
        router.post("generations/:id/cancel", use: cancel)
    }

    /// Makes pictures while the client waits; or promises them, if it would rather not (RFC 7240).
    @Sendable
    private func create(_ request: Request, context: ServerContext) async throws -> Response {
        let order = try await order(of: request)
        guard request.prefersAsynchrony else {
            return try await context.answering { client throws(GenerationError) in
                try await delivered(try await generations.generate(order, for: client), to: request)
            }
        }
        do throws(GenerationError) {
            let accepted = try await generations.accept(order)
            return promised(accepted.charge, isReplay: accepted.isReplay, to: request)
        } catch {
            throw APIError(error)
        }
    }

    /// What the same request to `generations` would cost.
    @Sendable
    private func quote(_ request: Request, context: ServerContext) async throws -> Response {
        let order = try await order(of: request)
        do throws(GenerationError) {
            return JSONAnswer.response(QuoteBody(try await generations.quote(order), pool: order.key.pool))
        } catch {
            throw APIError(error)
        }
    }

    @Sendable
    private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let query = ListQuery(request)
        let limit = try query.limit()
        let page = Page(after: try query.cursor { ChargeID($0) }, limit: limit + 1)
        let charges = try await ledger.store.charges(of: caller.account, page: page)
        let next = charges.count > limit ? charges[limit - 1].id.description : nil
        var items: [GenerationItem] = []
        for charge in charges.prefix(limit) {
            if let item = try await item(charge, asSeenFrom: request) { items.append(item) }
        }
        return JSONAnswer.response(List(data: items, nextCursor: next))
    }

    @Sendable
    private func get(_ request: Request, context: ServerContext) async throws -> Response {
        let charge = try await charge(of: request, context: context)
        guard let item = try await item(charge, asSeenFrom: request) else { throw Self.unknown }
        return JSONAnswer.response(item)
    }

    /// Calls a generation off; one that has ended is told as it ended.
    @Sendable
    private func cancel(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let charge = try await charge(of: request, context: context)
        let cancelled: Charge
        do throws(GenerationError) { cancelled = try await generations.cancel(charge, by: caller.actor) } catch {
            if case .refused = error { throw Self.hasEnded }
            throw APIError(error)
        }
        guard GenerationProblem(cancelled.stage)?.kind == .cancelled,
            let item = try await item(cancelled, asSeenFrom: request)
        else { throw Self.hasEnded }
        return JSONAnswer.response(item)
    }
}

// What is asked for.
extension GenerationEndpoints {
    private func order(of request: Request) async throws -> GenerationRequest {
        let caller = try await authentication.caller(of: request)
        let body = GenerationBody(fields: try await RequestBodies.fields(of: request))
        return try body.request(from: caller, key: try IdempotencyKeyHeader.value(of: request), reach: reach)
    }

    /// The charge that the address names, if it is a generation of the caller's.
    func charge(of request: Request, context: ServerContext) async throws -> Charge {
        let caller = try await authentication.caller(of: request)
        // Another account's generation is answered as one that is not there.
        guard let reference = Reference(context.parameters.get("id") ?? ""),
            let charge = try await ledger.store.charge(reference: reference),
            charge.key.account == caller.account, (try? charge.order.decode(GenerationOrder.self)) != nil
        else { throw Self.unknown }
        return charge
    }

    static let unknown = APIError(.notFound, .notFound, "There is no such generation.")

    private static let hasEnded = APIError(
        .conflict, .alreadyEnded,
        "This generation has ended already and can no longer be cancelled. Ask for it to see how it ended.")
}

// What is answered.
extension GenerationEndpoints {
    private func item(_ charge: Charge, asSeenFrom request: Request) async throws -> GenerationItem? {
        let isDispatched = charge.resolved == nil ? await generations.isDispatched(charge.id) : true
        return GenerationItem(charge, isDispatched: isDispatched, in: self, asSeenFrom: request)
    }

    private func delivered(_ generation: Generation, to request: Request) async throws(GenerationError) -> Response {
        let charge: Charge?
        do throws(StoreFailure) { charge = try await ledger.store.charge(generation.charge) } catch {
            throw .unsettled(generation.id)
        }
        guard let charge,
            let item = GenerationItem(charge, isDispatched: true, in: self, asSeenFrom: request)
        else { throw .unsettled(generation.id) }
        let body = Delivered(
            item: item, creditsRemaining: generation.creditsRemaining.count, cached: generation.isCached)
        var response = JSONAnswer.response(body, status: .created)
        response.headers[.location] = path(of: charge)
        if generation.isReplay { response.headers[.idempotentReplayed] = "true" }
        return response
    }

    /// The same whenever it is asked for again, whatever has become of the generation since.
    private func promised(_ charge: Charge, isReplay: Bool, to request: Request) -> Response {
        let end = charge.opened.at.advanced(by: EventTokens.lifetime)
        let token = eventTokens.token(for: charge.reference, until: end)
        let body = Promised(
            id: charge.reference.text, status: .queued, createdAt: "\(charge.opened.at)", price: charge.amount.count,
            events: path(of: charge) + "/events?token=" + token)
        var response = JSONAnswer.response(body, status: .accepted)
        response.headers[.location] = path(of: charge)
        response.headers[.preferenceApplied] = "respond-async"
        if isReplay { response.headers[.idempotentReplayed] = "true" }
        return response
    }

    private func path(of charge: Charge) -> String { "/v1/generations/\(charge.reference)" }

    private struct List: Encodable {
        var data: [GenerationItem]
        var nextCursor: String?

        enum CodingKeys: String, CodingKey {
            case data
            case nextCursor = "next_cursor"
        }
    }

    private struct QuoteBody: Encodable {
        var price: Int64
        var unitPrice: Int64
        var pool: String
        var available: Int64
        var sufficient: Bool

        init(_ quote: Quote, pool: Pool) {
            price = quote.price.count
            unitPrice = quote.unitPrice.count
            self.pool = pool.name
            available = quote.available.count
            sufficient = quote.isSufficient
        }

        enum CodingKeys: String, CodingKey {
            case price, pool, available, sufficient
            case unitPrice = "unit_price"
        }
    }

    /// A generation, and what it left.
    private struct Delivered: Encodable {
        var item: GenerationItem
        var creditsRemaining: Int64
        var cached: Bool

        enum CodingKeys: String, CodingKey {
            case cached
            case creditsRemaining = "credits_remaining"
        }

        func encode(to encoder: any Encoder) throws {
            try item.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(creditsRemaining, forKey: .creditsRemaining)
            try container.encode(cached, forKey: .cached)
        }
    }

    private struct Promised: Encodable {
        var id: String
        var status: GenerationItem.Status
        var createdAt: String
        var price: Int64
        var events: String

        enum CodingKeys: String, CodingKey {
            case id, status, price, events
            case createdAt = "created_at"
        }
    }
}

extension Request {
    /// Whether the client would rather be answered at once (RFC 7240 section 4.1).
    fileprivate var prefersAsynchrony: Bool {
        headers[values: .prefer].flatMap { $0.split(separator: ",") }.contains { preference in
            let token = preference.prefix { $0 != ";" && $0 != "=" }
            return token.filter { $0 != " " }.lowercased() == "respond-async"
        }
    }
}
