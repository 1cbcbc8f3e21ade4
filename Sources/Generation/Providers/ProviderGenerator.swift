import AsyncHTTPClient
import CharacterArt
package import CreditLedger
package import NIOPosix

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Draws by a provider's API: asks once, and makes what comes into a picture that is delivered.
package struct ProviderGenerator<API: ImageAPI>: TimedGenerator {
    package let deadline: Duration

    private let api: API
    private let connection: ProviderConnection
    private let pictures: RemotePictures
    private let threads: NIOThreadPool
    private let time: Timekeeper

    /// - Parameters:
    ///   - connection: The way to the provider.
    ///   - pictures: Fetches what the provider has put somewhere.
    ///   - threads: Where pictures are decoded and encoded, which blocks.
    ///   - deadline: The longest that a picture may take.
    package init(
        api: API, connection: ProviderConnection, pictures: RemotePictures, threads: NIOThreadPool,
        deadline: Duration
    ) {
        self.api = api
        self.connection = connection
        self.pictures = pictures
        self.threads = threads
        self.deadline = deadline
        time = .system
    }

    package var name: String { api.provider }
    package var model: String { api.model }
    package var defaultQuality: PictureQuality { api.defaultQuality }

    package func draw(
        _ picture: PictureSpecification, within patience: Duration, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing {
        let attempt = AttemptTimer(provider: name, model: api.model, time: time)
        let reply = await reply(to: picture, within: patience)
        func record(_ outcome: GenerationAttempt.Outcome) -> [GenerationAttempt] {
            [attempt.record(outcome, requestID: reply.requestID, status: reply.status)]
        }
        switch reply.result {
        case .success(let picture):
            return Drawing(picture: picture, generator: name, attempts: record(.delivered))
        case .failure(let error):
            throw DrawingFailure(error, attempts: record(GenerationAttempt.Outcome(error)))
        }
    }

    /// What came of asking once.
    private struct Reply: Sendable {
        var requestID: String?
        var status: Int?
        var result: Result<Picture, GeneratorError>
    }

    private func reply(to picture: PictureSpecification, within patience: Duration) async -> Reply {
        let end = time.reading() + patience
        let background = background(for: picture.options)
        var reply = Reply(result: .failure(.timedOut(after: patience)))
        do throws(GeneratorError) {
            let answer = try await connection.answer(to: request(picture, background), within: patience)
            reply.status = answer.status
            let finishing = Finishing(background: background)
            // An answer has megabytes: it is read where it is decoded, for either takes its time.
            let reading = try await onThreads { read(answer, finishing) }
            reply.requestID = reading.requestID
            reply.result = .success(try await self.picture(reading.delivery.get(), finishing, until: end))
        } catch {
            reply.result = .failure(error)
        }
        return reply
    }

    private func background(for options: CharacterOptions) -> CharacterPrompt.Background {
        guard options.transparent else { return .white }
        return api.makesClearBackgrounds ? .clear : .key(KeyColor(for: options))
    }

    private func request(
        _ picture: PictureSpecification, _ background: CharacterPrompt.Background
    ) throws(GeneratorError) -> HTTPClientRequest {
        do {
            return try api.request(
                for: CharacterPrompt.text(for: picture.options, background: background), of: picture)
        } catch {
            throw .unreachable(error)
        }
    }

    private func picture(
        _ delivery: Delivery, _ finishing: Finishing, until end: Duration
    ) async throws(GeneratorError) -> Picture {
        switch delivery {
        case .here(let picture):
            return picture
        case .elsewhere(let address):
            let file = try await pictures.file(at: address, within: max(.zero, end - time.reading()))
            return try await onThreads { try finishing.picture(of: file) }
        }
    }

    /// What an answer says.
    private struct Reading: Sendable {
        let requestID: String?
        let delivery: Result<Delivery, GeneratorError>
    }

    /// The picture, or where it is.
    private enum Delivery: Sendable {
        case here(Picture)
        case elsewhere(String)
    }

    private func read(_ answer: ProviderAnswer, _ finishing: Finishing) -> Reading {
        let delivery: Result<Delivery, GeneratorError>
        do throws(GeneratorError) { delivery = .success(try self.delivery(in: answer, finishing)) } catch {
            delivery = .failure(error)
        }
        return Reading(requestID: api.requestID(of: answer), delivery: delivery)
    }

    private func delivery(in answer: ProviderAnswer, _ finishing: Finishing) throws(GeneratorError) -> Delivery {
        switch try api.picture(in: answer) {
        case .address(let address):
            return .elsewhere(address)
        case .base64(let text):
            guard let data = Data(base64Encoded: text) else { throw .unusablePicture("a picture that is no base64") }
            return .here(try finishing.picture(of: Array(data)))
        }
    }

    private func onThreads<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(GeneratorError) -> Value {
        do {
            return try await threads.runIfActive(work)
        } catch {
            throw error as? GeneratorError ?? .drawingFailed(error)
        }
    }
}
