public import AsyncHTTPClient
import CharacterArt
public import CreditLedger
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Draws by an OpenAI-compatible Images API: `POST BASE/images/generations`.
///
/// Source: OpenAI API reference, "Create image".
public struct OpenAIGenerator: ImageGenerator {
    public let name = "openai"
    public let deadline: Duration
    public var model: String { settings.model }
    public var defaultQuality: PictureQuality { PictureQuality(rawValue: settings.quality) ?? .medium }

    private let client: HTTPClient
    private let settings: Settings

    /// What is to be known of the provider.
    public struct Settings: Sendable {
        /// The address under which `images/generations` lies, `/v1` included.
        public var baseURL: String
        /// The key for it.
        public var apiKey: String
        /// Which model draws.
        public var model: String
        /// `low`, `medium` or `high`.
        public var quality: String

        /// Settings of a provider.
        public init(baseURL: String, apiKey: String, model: String = "gpt-image-1", quality: String = "medium") {
            self.baseURL = baseURL
            self.apiKey = apiKey
            self.model = model
            self.quality = quality
        }
    }

    /// The most that an answer may have, in bytes: a 4096 × 4096 picture in base64, with room to spare.
    private static let maximumAnswerByteCount = 64 * 1_048_576

    /// A generator that asks with `client`, which must not follow redirects.
    public init(client: HTTPClient, settings: Settings, deadline: Duration = .seconds(120)) {
        self.client = client
        self.settings = settings
        self.deadline = deadline
    }

    public func draw(
        _ picture: PictureSpecification, paidBy hold: borrowing Hold
    ) async throws(GeneratorError) -> Picture {
        let request: HTTPClientRequest
        do { request = try self.request(for: picture) } catch { throw .unreachable(error) }
        let answer: Answer
        do {
            answer = try await withDeadline(deadline) { try await send(request) }
        } catch let error as GeneratorError {
            throw error
        } catch is DeadlineExceeded {
            throw .timedOut(after: deadline)
        } catch {
            throw .unreachable(error)
        }
        return try answer.picture(isTransparent: picture.options.transparent, hiding: settings.apiKey)
    }

    private func request(for picture: PictureSpecification) throws -> HTTPClientRequest {
        let body = ImageRequest(
            model: settings.model, prompt: CharacterPrompt.text(for: picture.options), n: 1,
            size: picture.size.rawValue, quality: picture.quality.rawValue,
            background: picture.options.transparent ? "transparent" : "opaque", outputFormat: "png")
        var request = HTTPClientRequest(url: settings.baseURL + "/images/generations")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(settings.apiKey)")
        request.headers.add(name: "Content-Type", value: "application/json")
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        request.body = .bytes(ByteBuffer(data: try encoder.encode(body)))
        return request
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await client.execute(request, timeout: .nanoseconds((deadline + .seconds(5)).nanoseconds))
        let body = try await response.body.collect(upTo: Self.maximumAnswerByteCount)
        return Answer(
            status: Int(response.status.code), requestID: response.headers.first(name: "x-request-id"),
            body: Data(buffer: body))
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}

private struct ImageRequest: Encodable {
    var model: String
    var prompt: String
    var n: Int
    var size: String
    var quality: String
    var background: String
    var outputFormat: String
}

/// What the provider said.
private struct Answer: Sendable {
    let status: Int
    let requestID: String?
    let body: Data

    private struct Images: Decodable {
        struct Image: Decodable {
            let b64_json: String?
        }

        let data: [Image]
    }

    private struct Problem: Decodable {
        struct Details: Decodable {
            let code: String?
            let message: String?
        }

        let error: Details
    }

    /// The codes by which the API tells that its rules forbid the content.
    private static let blockingCodes: Set<String> = ["moderation_blocked", "content_policy_violation"]

    /// - Parameter secret: What a provider may repeat in its message, and no log may hold.
    func picture(isTransparent: Bool, hiding secret: String) throws(GeneratorError) -> Picture {
        guard status == 200 else { throw problem(hiding: secret) }
        guard let images = try? JSONDecoder().decode(Images.self, from: body), let text = images.data.first?.b64_json
        else { throw .unusablePicture("an answer without a picture") }
        guard let data = Data(base64Encoded: text) else { throw .unusablePicture("a picture that is no base64") }
        return try Picture(png: Array(data), isTransparent: isTransparent)
    }

    private func problem(hiding secret: String) -> GeneratorError {
        let details = try? JSONDecoder().decode(Problem.self, from: body).error
        if let code = details?.code, Self.blockingCodes.contains(code) { return .contentBlocked(requestID: requestID) }
        let message = details?.message ?? details?.code ?? "no explanation"
        return .rejected(
            status: status, message: String(message.replacing(secret, with: "…").prefix(300)), requestID: requestID)
    }
}

extension OpenAIGenerator.Settings: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    public var description: String { "\(model) at \(baseURL)" }
}
