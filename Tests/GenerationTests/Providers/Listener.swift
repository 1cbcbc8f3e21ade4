import NIOCore
import NIOPosix
import Synchronization

/// Listens on loopback, notes who comes and what they say first, and answers each with the same bytes.
final class Listener: Sendable {
    private struct State {
        var connections = 0
        var received: [UInt8] = []
    }

    private final class Ear: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        let listener: Listener

        init(_ listener: Listener) {
            self.listener = listener
        }

        func channelActive(context: ChannelHandlerContext) {
            listener.state.withLock { $0.connections += 1 }
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data).readableBytesView
            listener.state.withLock { $0.received += bytes }
            let answer = context.channel.allocator.buffer(string: listener.answer)
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in channel.close(promise: nil) }
        }
    }

    private let state = Mutex(State())
    private let answer: String

    /// A listener that answers with a text, whatever it is told.
    init(answering answer: String = "") {
        self.answer = answer
    }

    var connections: Int { state.withLock { $0.connections } }
    var received: [UInt8] { state.withLock { $0.received } }

    /// Listens while `work` runs, on the port that it is given.
    func open(_ work: (Int) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Ear(self)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do { try await work(server.localAddress?.port ?? 0) } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    /// An HTTP answer as it goes over the wire.
    static func answer(_ status: String = "200 OK", type: String = "image/png", body: String = "picture") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n"
            + "\r\n\(body)"
    }
}
