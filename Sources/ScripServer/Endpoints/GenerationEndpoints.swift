import CharacterArt
import CreditLedger
import Generation
import HTTPTypes
import Hummingbird

/// `GET /v1/generations`: the history of an account, which is a view of its charges.
struct GenerationEndpoints: Sendable {
    let authentication: CallerAuthentication
    let ledger: Ledger
    let address: PublicAddress
    let retention: ImageRetention?

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("generations", use: list)
        router.get("generations/:id", use: get)
    }

    @Sendable
    private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let query = ListQuery(request)
        let limit = try query.limit()
        let page = Page(after: try query.cursor { ChargeID($0) }, limit: limit + 1)
        let charges = try await ledger.store.charges(of: caller.account, page: page)
        let next = charges.count > limit ? charges[limit - 1].id.description : nil
        let items = charges.prefix(limit).compactMap { item($0, asSeenFrom: request) }
        return JSONAnswer.response(List(data: items, nextCursor: next))
    }

    @Sendable
    private func get(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        // Another account's generation is answered as one that is not there.
        guard let reference = Reference(context.parameters.get("id") ?? ""),
            let charge = try await ledger.store.charge(reference: reference),
            charge.key.account == caller.account, let item = item(charge, asSeenFrom: request)
        else { throw APIError(.notFound, .notFound, "There is no such generation.") }
        return JSONAnswer.response(item)
    }

    /// A charge as a generation, or `nil` if it paid for something else.
    private func item(_ charge: Charge, asSeenFrom request: Request) -> Item? {
        guard let order = try? charge.order.decode(GenerationOrder.self) else { return nil }
        let result = charge.capture.flatMap { try? $0.result.decode(GenerationResult.self) }
        let isExpired = result != nil && retention?.isOver(for: charge, at: SystemClock().now()) ?? false
        return Item(
            id: charge.reference.text, status: charge.stage.status, createdAt: "\(charge.opened.at)",
            image: isExpired ? nil : result.map { address.image($0.image, asSeenFrom: request) },
            imageExpired: isExpired ? true : nil, options: order.options,
            pool: charge.key.pool.name, credits: charge.capture.map { $0.amount.count - $0.refunded.count } ?? 0,
            error: charge.stage.problem.map(Problem.init))
    }

    private struct List: Encodable {
        var data: [Item]
        var nextCursor: String?

        enum CodingKeys: String, CodingKey {
            case data
            case nextCursor = "next_cursor"
        }
    }

    private struct Item: Encodable {
        var id: String
        var status: String
        var createdAt: String
        var image: String?
        /// True when the picture was delivered, and is kept no longer.
        var imageExpired: Bool?
        var options: CharacterOptions
        var pool: String
        var credits: Int64
        var error: Problem?

        enum CodingKeys: String, CodingKey {
            case id, status, image, options, pool, credits, error
            case createdAt = "created_at"
            case imageExpired = "image_expired"
        }
    }

    private struct Problem: Encodable {
        var code: APIError.Code
        var error: String

        init(_ problem: GenerationProblem) {
            let answer = APIError.forHistory(problem)
            code = answer.code
            error = answer.message
        }
    }
}

extension Charge.Stage {
    fileprivate var status: String {
        switch self {
        case .held: "running"
        case .captured: "succeeded"
        case .released, .expired: "failed"
        }
    }

    fileprivate var problem: GenerationProblem? {
        switch self {
        case .held, .captured: nil
        case .released(let reason, _): (try? reason.decode(GenerationProblem.self)) ?? .interrupted
        case .expired: .interrupted
        }
    }
}
