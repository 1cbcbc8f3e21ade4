import CreditLedger
import Generation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// `GET /v1/generations/ID/events`: how a generation goes on, as server-sent events, until it has ended.
struct GenerationEvents: Sendable {
    let endpoints: GenerationEndpoints
    let clock: any LedgerClock

    /// How often something is said at the least.
    private static let heartbeat = Duration.seconds(15)
    /// How often it is looked whether a generation of another process has gone on.
    private static let look = Duration.milliseconds(400)

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("generations/:id/events", use: events)
    }

    @Sendable
    private func events(_ request: Request, context: ServerContext) async throws -> Response {
        let charge = try await charge(of: request, context: context)
        let last = request.headers[.lastEventID].flatMap { Int($0) } ?? 0
        // With the end told there is nothing to come back for: this is how an EventSource is told so.
        guard last < GenerationStep.final else { return Response(status: .noContent) }
        let headers: HTTPFields = [
            .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .xAccelBuffering: "no",
        ]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await write(charge, after: last, to: &writer, asSeenFrom: request)
                try await writer.finish(nil)
            })
    }

    /// By a credential as everywhere, or by the token of the generation in the address.
    private func charge(of request: Request, context: ServerContext) async throws -> Charge {
        guard let token = request.uri.queryParameters["token"] else {
            return try await endpoints.charge(of: request, context: context)
        }
        guard let reference = Reference(context.parameters.get("id") ?? ""),
            endpoints.eventTokens.allows(token, for: reference, at: clock.now())
        else {
            throw APIError(.unauthorized, .invalidToken, "This token is not valid for these events, or is over.")
        }
        guard let charge = try await endpoints.ledger.store.charge(reference: reference) else {
            throw GenerationEndpoints.unknown
        }
        return charge
    }

    @concurrent
    private func write(
        _ charge: Charge, after last: Int, to writer: inout any ResponseBodyWriter, asSeenFrom request: Request
    ) async throws {
        try await writer.write(ByteBuffer(string: ServerSentEvent.retry(after: 1_000)))
        var last = last
        for await signal in signals(of: charge).cancelOnGracefulShutdown() {
            guard let step = signal else {
                try await writer.write(ByteBuffer(string: ServerSentEvent.heartbeat))
                continue
            }
            guard step.number > last else { continue }
            last = step.number
            let event = endpoints.event(of: step, asSeenFrom: request)
            try await writer.write(ByteBuffer(string: event.text))
        }
    }

    /// The steps of a generation until its end, and `nil` now and then between them.
    private func signals(of charge: Charge) -> AsyncStream<GenerationStep?> {
        AsyncStream { signals in
            let watching = Task {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        await follow(charge) { signals.yield($0) }
                        signals.finish()
                    }
                    group.addTask {
                        while (try? await Task.sleep(for: Self.heartbeat)) != nil { signals.yield(nil) }
                    }
                    await group.next()
                    group.cancelAll()
                }
            }
            signals.onTermination = { _ in watching.cancel() }
        }
    }

    /// Tells the steps of a generation, by this process's own knowledge while it has it, else by looking.
    private func follow(_ charge: Charge, tell: (GenerationStep) -> Void) async {
        var charge = charge
        while true {
            if charge.resolved != nil { return tell(.ended(charge)) }
            if let steps = endpoints.generations.watch(charge.id) {
                for await progress in steps { tell(GenerationStep(progress, of: charge)) }
            } else {
                let isDispatched = await endpoints.generations.isDispatched(charge.id)
                tell(isDispatched ? .running(charge, done: 0) : .queued(charge))
                do { try await Task.sleep(for: Self.look) } catch { return }
            }
            guard !Task.isCancelled else { return }
            do { charge = try await endpoints.ledger.store.charge(charge.id) ?? charge } catch { continue }
        }
    }
}

/// A step of a generation, numbered so that each comes once, whichever process tells it.
enum GenerationStep: Sendable {
    case queued(Charge)
    case running(Charge, done: Int)
    case ended(Charge)

    /// The number of the last step.
    static let final = 1_000

    init(_ progress: JobProgress, of charge: Charge) {
        self = progress.isDispatched ? .running(charge, done: progress.done) : .queued(charge)
    }

    var number: Int {
        switch self {
        case .queued: 1
        case .running(_, let done): 2 + done
        case .ended: Self.final
        }
    }
}

extension GenerationEndpoints {
    /// A step as an event, whose data is the generation as it would be told now.
    func event(of step: GenerationStep, asSeenFrom request: Request) -> ServerSentEvent {
        switch step {
        case .queued(let charge):
            return event(step, "queued", EventBody(charge, isDispatched: false, done: 0, self, request))
        case .running(let charge, let done):
            return event(step, "running", EventBody(charge, isDispatched: true, done: done, self, request))
        case .ended(let charge):
            let body = EventBody(charge, isDispatched: true, done: nil, self, request)
            return event(step, body.item?.status.rawValue ?? "failed", body)
        }
    }

    private func event(_ step: GenerationStep, _ name: String, _ body: EventBody) -> ServerSentEvent {
        ServerSentEvent(id: step.number, name: name, data: JSONAnswer.text(body))
    }

    private struct EventBody: Encodable {
        var item: GenerationItem?
        var done: Int?

        init(
            _ charge: Charge, isDispatched: Bool, done: Int?, _ endpoints: GenerationEndpoints, _ request: Request
        ) {
            item = GenerationItem(
                charge, isDispatched: isDispatched, in: endpoints, asSeenFrom: request)
            self.done = done ?? item?.images.count
        }

        enum CodingKeys: String, CodingKey {
            case progress
        }

        func encode(to encoder: any Encoder) throws {
            try item?.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(Progress(done: done ?? 0, count: item?.count ?? 0), forKey: .progress)
        }

        struct Progress: Encodable {
            var done: Int
            var count: Int
        }
    }
}
