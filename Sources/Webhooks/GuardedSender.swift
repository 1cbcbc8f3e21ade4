import AsyncHTTPClient
public import CreditLedger
import NIOCore
import NIOHTTP1
public import NIOPosix

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Sends over HTTP, to no address that it has not looked at: a name is resolved first, what it leads to is
/// checked, and the connection goes to that very address, whatever the name leads to a moment later.
public struct GuardedSender: WebhookSender {
    private let reach: WebhookURL.Reach
    private let timeout: Duration
    private let resolver: AddressResolver

    /// The most of a body that is read, in bytes.
    private static let maximumReadByteCount = 4_096

    /// A sender.
    ///
    /// - Parameters:
    ///   - reach: Whom events may be sent to.
    ///   - timeout: How long a receiver may take, from the look-up of its name to the end of its answer.
    ///   - threads: Where names are looked up, which blocks.
    public init(reach: WebhookURL.Reach, timeout: Duration, threads: NIOThreadPool) {
        self.reach = reach
        self.timeout = timeout
        resolver = AddressResolver(threads: threads)
    }

    public func send(
        _ message: WebhookMessage, signedWith secrets: [WebhookSecret], at moment: Timestamp, to url: WebhookURL
    ) async throws(WebhookSendError) -> WebhookReply {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        for (name, value) in message.headers(at: moment, signedWith: secrets) {
            request.headers.add(name: name, value: value)
        }
        request.body = .bytes(ByteBuffer(string: message.body))
        return try await withTimeout { [request] () async throws in
            let address = try await address(of: url)
            return try await post(request, to: address, of: url)
        }
    }

    private func address(of url: WebhookURL) async throws(WebhookSendError) -> NetworkAddress {
        let addresses = await resolver.addresses(of: url.host)
        guard let first = addresses.first else { throw .unresolved }
        // All of them: a name that leads both outside and inside is nobody's honest mistake.
        guard reach == .anywhere || addresses.allSatisfy(\.isGlobal) else { throw .forbiddenAddress }
        return first
    }

    /// On a client of its own, since what a name leads to is settled for a client as a whole.
    private func post(
        _ request: HTTPClientRequest, to address: NetworkAddress, of url: WebhookURL
    ) async throws -> WebhookReply {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.dnsOverride = [url.host: "\(address)"]
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .nanoseconds(timeout.nanoseconds)
        let client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
        let result: Result<WebhookReply, any Error>
        do {
            let response = try await client.execute(request, timeout: .nanoseconds(timeout.nanoseconds))
            result = .success(try await reply(of: response))
        } catch {
            result = .failure(error)
        }
        // What the receiver still has to say is cut off with the connection.
        try? await client.shutdown()
        return try result.get()
    }

    private func reply(of response: HTTPClientResponse) async throws -> WebhookReply {
        var body = ByteBuffer()
        for try await part in response.body {
            body.writeImmutableBuffer(part)
            if body.readableBytes >= Self.maximumReadByteCount { break }
        }
        let wish = response.headers.first(name: "retry-after").flatMap { Int64($0) }
        return WebhookReply(
            status: Int(response.status.code), retryAfter: wish.map { .seconds(max(0, min($0, 86_400))) },
            body: String(decoding: body.readableBytesView.prefix(Self.maximumReadByteCount), as: UTF8.self))
    }

    private func withTimeout(
        _ work: @escaping @Sendable () async throws -> WebhookReply
    ) async throws(WebhookSendError) -> WebhookReply {
        do {
            return try await withThrowingTaskGroup(of: WebhookReply.self) { group in
                group.addTask { try await work() }
                group.addTask { [timeout] in
                    try await Task.sleep(for: timeout)
                    throw WebhookSendError.timedOut
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw WebhookSendError.timedOut }
                return first
            }
        } catch let error as WebhookSendError {
            throw error
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
            throw .timedOut
        } catch {
            throw .unreachable
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
