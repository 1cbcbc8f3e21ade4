import CreditLedger
import Generation
import HTTPTypes
import Hummingbird

/// `POST /functions/v1/generate-character`: one click, one picture, one charge.
///
/// In this order: who asks, what for, and only then the hold, the drawing and the charge.
struct CharacterFunction: Sendable {
    let authentication: CallerAuthentication
    let generations: CharacterGenerations
    let address: PublicAddress

    func add(to router: some RouterMethods<ServerContext>) {
        router.post("generate-character", use: generate)
    }

    @Sendable
    private func generate(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let body = GenerationBody(fields: try await RequestBodies.fields(of: request))
        let order = try body.characterRequest(from: caller, key: try IdempotencyKeyHeader.value(of: request))
        return try await context.answering { client throws(GenerationError) in
            answer(to: request, with: try await generations.generate(order, for: client))
        }
    }

    private func answer(to request: Request, with generation: Generation) -> Response {
        let body = Body(
            image: address.image(generation.result.image, asSeenFrom: request),
            creditsRemaining: generation.creditsRemaining.count, cached: generation.isCached,
            transparent: generation.result.transparent, id: generation.id.text)
        var response = JSONAnswer.response(body)
        if generation.isReplay { response.headers[.idempotentReplayed] = "true" }
        return response
    }

    private struct Body: Encodable {
        var image: String
        var creditsRemaining: Int64
        var cached: Bool
        var transparent: Bool
        var id: String

        enum CodingKeys: String, CodingKey {
            case image, cached, transparent, id
            case creditsRemaining = "credits_remaining"
        }
    }
}
