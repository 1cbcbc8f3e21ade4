package import AsyncHTTPClient
import NIOCore
import NIOHTTP1
package import NIOPosix

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Fetches pictures from where a provider says that they are. What it says is an outsider's text, and must
/// not lead anywhere inside.
///
/// An address is fetched by HTTPS only, and only from the public internet: its name is resolved once, every
/// address of it is looked at, and the connection goes to one that was looked at, so that a name which
/// resolves otherwise the next moment gains nothing. The certificate is checked against the name as ever.
/// Redirects are not followed. The one exception is the origin (scheme, host and port) that the owner has
/// configured as the provider's own: whoever sends keys there trusts it with a picture as well, so that a
/// server in one's own network can be used.
package struct RemotePictures: Sendable {
    private let trusted: Origin?
    private let client: HTTPClient
    private let resolve: @Sendable (String) async throws -> [NetworkAddress]
    private let permits: @Sendable (NetworkAddress) -> Bool

    /// - Parameters:
    ///   - baseURL: The provider's own address, as the owner has configured it.
    ///   - client: The way to the provider, which must not follow redirects.
    ///   - threads: Where names are resolved, which blocks.
    package init(baseURL: String, client: HTTPClient, threads: NIOThreadPool) {
        self.init(
            baseURL: baseURL, client: client,
            resolve: { host in try await threads.runIfActive { try NetworkAddress.all(of: host) } },
            permits: \.isPublic)
    }

    init(
        baseURL: String, client: HTTPClient, resolve: @escaping @Sendable (String) async throws -> [NetworkAddress],
        permits: @escaping @Sendable (NetworkAddress) -> Bool
    ) {
        trusted = Origin(baseURL)
        self.client = client
        self.resolve = resolve
        self.permits = permits
    }

    /// The file at an address; PNG or JPEG by its content type, of 48 MiB at most.
    func file(at address: String, within patience: Duration) async throws(GeneratorError) -> [UInt8] {
        guard let origin = Origin(address) else { throw .unusablePicture("a picture at no proper address") }
        let result: Result<[UInt8], GeneratorError>
        do {
            result = try await withDeadline(patience) { await fetch(address, origin, within: patience) }
        } catch is DeadlineExceeded {
            throw .timedOut(after: patience)
        } catch {
            throw .answerCut(error)
        }
        return try result.get()
    }

    private func fetch(
        _ address: String, _ origin: Origin, within patience: Duration
    ) async -> Result<[UInt8], GeneratorError> {
        do throws(GeneratorError) {
            if origin == trusted { return .success(try await get(address, client, within: patience)) }
            guard origin.scheme == "https" else { throw .unusablePicture("a picture that is not at an https address") }
            return .success(try await getPinned(address, origin, to: try await target(of: origin), within: patience))
        } catch {
            return .failure(error)
        }
    }

    /// The address to connect to: one of a name that has none but permitted ones.
    private func target(of origin: Origin) async throws(GeneratorError) -> NetworkAddress {
        let addresses: [NetworkAddress]
        do { addresses = try await resolve(origin.host) } catch { throw .answerCut(error) }
        guard addresses.allSatisfy(permits), let first = addresses.first else {
            throw .unusablePicture("a picture at an address that is not public")
        }
        return first
    }

    private func getPinned(
        _ address: String, _ origin: Origin, to target: NetworkAddress, within patience: Duration
    ) async throws(GeneratorError) -> [UInt8] {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = [origin.host: target.description]
        // The connection goes to one server once; nothing of it is kept.
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        let result: Result<[UInt8], GeneratorError>
        do throws(GeneratorError) { result = .success(try await get(address, client, within: patience)) } catch {
            result = .failure(error)
        }
        try? await client.shutdown()
        return try result.get()
    }

    private func get(
        _ address: String, _ client: HTTPClient, within patience: Duration
    ) async throws(GeneratorError) -> [UInt8] {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Accept", value: "image/png, image/jpeg")
        let answer: ProviderAnswer
        do throws(GeneratorError) {
            answer = try await ProviderConnection(client: client).answer(to: request, within: patience)
        } catch {
            // The picture was made and paid for: this is no reason to have another one made.
            if case .unreachable(let cause) = error { throw .answerCut(cause) }
            throw error
        }
        guard answer.status == 200 else { throw .unusablePicture("an address that answers with \(answer.status)") }
        let kind = answer.header("content-type")?.split(separator: ";").first?.lowercased()
        guard let kind, ["image/png", "image/jpeg"].contains(kind) else {
            throw .unusablePicture("an address of something that is no picture")
        }
        return Array(answer.body.readableBytesView)
    }

    /// Where an address leads: scheme, host and port.
    private struct Origin: Equatable {
        let scheme: String
        let host: String
        let port: Int

        /// Of an address without user and password, whose host is spelt as it is used.
        init?(_ text: String) {
            guard text.utf8.count <= 8_192, let url = URL(string: text), url.user() == nil, url.password() == nil,
                let scheme = url.scheme, let host = url.host(percentEncoded: true), !host.isEmpty,
                let standardPort = ["http": 80, "https": 443][scheme]
            else { return nil }
            let isPlain = host.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || "0123456789.-_:[]".utf8.contains(byte)
            }
            guard isPlain else { return nil }
            self.scheme = scheme
            self.host = host
            port = url.port ?? standardPort
        }
    }
}
