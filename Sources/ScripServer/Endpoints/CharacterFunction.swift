import CharacterArt
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
        let order = GenerationRequest(
            key: caller.balance, actor: caller.actor, options: try await options(of: request),
            idempotencyKey: try IdempotencyKeyHeader.value(of: request))
        do throws(GenerationError) {
            return answer(to: request, with: try await generations.generate(order))
        } catch {
            throw APIError(error)
        }
    }

    private func options(of request: Request) async throws -> CharacterOptions {
        let fields = try await RequestBodies.fields(of: request)
        do throws(InvalidOption) { return try CharacterOptions(fields: fields) } catch { throw APIError(error) }
    }

    private func answer(to request: Request, with generation: Generation) -> Response {
        let body = Body(
            image: address.image(generation.result.image, asSeenFrom: request),
            creditsRemaining: generation.creditsRemaining.count, cached: false,
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
