import Generation
import Hummingbird
import NIOCore
import Synchronization

/// Notices that the client of a connection hangs up, while its request is still being worked on.
///
/// A client that closes its side is taken to have gone: it cannot be told from one that would still listen.
final class HangUpWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private struct State {
        var isGone = false
        var listener: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Has something done when the client hangs up; at once if it has. Takes the place of what was to be done before.
    func onHangUp(_ listener: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            state.listener = listener
            return state.isGone
        }
        if isGone { listener() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { hangUp() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        hangUp()
        context.fireChannelInactive()
    }

    private func hangUp() {
        let listener = state.withLock { state in
            state.isGone = true
            return state.listener
        }
        listener?()
    }
}

extension ServerContext {
    /// Answers a client that waits for pictures, and sees whether it does until it has its answer.
    func answering(
        _ work: (WaitingClient) async throws(GenerationError) -> Response
    ) async throws -> Response {
        let client = WaitingClient()
        let watch = try? await channel.pipeline.handler(type: HangUpWatch.self).get()
        watch?.onHangUp { client.hangUp() }
        do throws(GenerationError) {
            return try await work(client).telling(client)
        } catch {
            throw APIError(error)
        }
    }
}

extension Response {
    /// The same answer, which tells the client's part of the house whether it went out.
    fileprivate func telling(_ client: WaitingClient) -> Response {
        var response = self
        let body = body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            client.answered()
            do { try await body.write(writer) } catch {
                client.answerFailed()
                throw error
            }
        }
        return response
    }
}
