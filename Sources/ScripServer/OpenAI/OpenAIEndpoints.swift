import CharacterArt
import CreditLedger
import Generation
import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `POST /v1/images/generations` and `GET /v1/models`, as the OpenAI SDKs speak them.
///
/// Source: OpenAI API reference, "Create image" and "Models".
struct OpenAIEndpoints: Sendable {
    let authentication: CallerAuthentication
    let generations: CharacterGenerations
    let images: any ImageStore
    let address: PublicAddress

    func add(to router: RouterGroup<ServerContext>) {
        router.group("images").add(middleware: OpenAIErrors()).post("generations", use: generate)
        let models = router.group("models").add(middleware: OpenAIErrors())
        models.get(use: list)
        models.get(":id", use: get)
    }

    @Sendable
    private func generate(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let order = try OpenAIImageRequest(try await RequestBodies.fields(of: request))
        let key = try IdempotencyKeyHeader.value(of: request)
        let wanted = GenerationRequest(
            key: caller.balance, actor: caller.actor, options: order.options, quality: order.quality,
            count: order.count, idempotencyKey: key)
        return try await context.answering { client throws(GenerationError) in
            let generation = try await generations.generate(wanted, for: client)
            var response = JSONAnswer.response(try await answer(to: order, with: generation, asSeenFrom: request))
            if generation.isReplay { response.headers[.idempotentReplayed] = "true" }
            return response
        }
    }

    private func answer(
        to order: OpenAIImageRequest, with generation: Generation, asSeenFrom request: Request
    ) async throws(GenerationError) -> OpenAIImages {
        var pictures: [OpenAIImages.Picture] = []
        for image in generation.result.images {
            pictures.append(try await picture(image, of: generation, for: order, asSeenFrom: request))
        }
        return OpenAIImages(
            created: Int64(Date().timeIntervalSince1970), data: pictures, transparent: generation.result.transparent,
            id: generation.id.text, creditsRemaining: generation.creditsRemaining.count)
    }

    private func picture(
        _ image: ImageName, of generation: Generation, for order: OpenAIImageRequest, asSeenFrom request: Request
    ) async throws(GenerationError) -> OpenAIImages.Picture {
        let words = order.options.sentence
        guard order.responseFormat == .b64JSON else {
            return .init(url: address.image(image, asSeenFrom: request), revisedPrompt: words)
        }
        // It is paid for: if it cannot be read now, the history has it.
        guard let png = try? await images.load(image) else { throw .unsettled(generation.id) }
        return .init(b64JSON: Data(png).base64EncodedString(), revisedPrompt: words)
    }

    @Sendable
    private func list(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try await authentication.caller(of: request)
        return JSONAnswer.response(OpenAIModelList())
    }

    @Sendable
    private func get(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try await authentication.caller(of: request)
        guard let model = OpenAIModel.named(context.parameters.get("id") ?? "") else { throw OpenAIModel.unknown }
        return JSONAnswer.response(model)
    }
}

/// The answer to an order of pictures.
private struct OpenAIImages: Encodable {
    var created: Int64
    var data: [Picture]
    var background: String
    var outputFormat = "png"
    var size = "1024x1024"
    var id: String
    var creditsRemaining: Int64

    init(created: Int64, data: [Picture], transparent: Bool, id: String, creditsRemaining: Int64) {
        self.created = created
        self.data = data
        background = transparent ? "transparent" : "opaque"
        self.id = id
        self.creditsRemaining = creditsRemaining
    }

    struct Picture: Encodable {
        var url: String?
        var b64JSON: String?
        var revisedPrompt: String

        enum CodingKeys: String, CodingKey {
            case url
            case b64JSON = "b64_json"
            case revisedPrompt = "revised_prompt"
        }
    }

    enum CodingKeys: String, CodingKey {
        case created, data, background, size, id
        case outputFormat = "output_format"
        case creditsRemaining = "credits_remaining"
    }
}
