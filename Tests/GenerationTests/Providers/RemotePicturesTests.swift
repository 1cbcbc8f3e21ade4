import AsyncHTTPClient
import Synchronization
import Testing

@testable import Generation

/// Whatever address a provider names, no connection is made to where it must not lead.
@Suite struct RemotePicturesTests {
    private func pictures(
        of baseURL: String = "https://api.example/v1", resolvingTo addresses: [String] = [],
        permits: @escaping @Sendable (NetworkAddress) -> Bool = \.isPublic, asked: Asked = Asked()
    ) -> RemotePictures {
        RemotePictures(
            baseURL: baseURL, client: .shared,
            resolve: { host in
                asked.note(host)
                return addresses.compactMap(NetworkAddress.init) + (NetworkAddress(host).map { [$0] } ?? [])
            },
            permits: permits)
    }

    /// Which names were resolved.
    private final class Asked: Sendable {
        private let names = Mutex<[String]>([])
        var all: [String] { names.withLock { $0 } }
        func note(_ name: String) { names.withLock { $0.append(name) } }
    }

    private func refuses(_ address: String, by pictures: RemotePictures) async {
        await #expect("\(address) should be refused") {
            try await pictures.file(at: address, within: .seconds(5))
        } throws: { error in
            if case GeneratorError.unusablePicture = error { true } else { false }
        }
    }

    @Test func `a canary is not visited, however it is named`() async throws {
        let canary = Listener(answering: Listener.answer())
        try await canary.open { port in
            for address in [
                "https://127.0.0.1:\(port)/a.png", "https://[::1]:\(port)/a.png",
                "https://[::ffff:127.0.0.1]:\(port)/a",
                "http://127.0.0.1:\(port)/a.png", "http://localhost:\(port)/", "file:///etc/passwd",
                "ftp://127.0.0.1:\(port)/", "gopher://127.0.0.1:\(port)/", "//127.0.0.1:\(port)/", "127.0.0.1:\(port)",
                "https://user:secret@127.0.0.1:\(port)/", "https:///a.png", "", "https://ex%61mple.com/",
                "https://127.0.0.1\u{3002}nip:\(port)/", "unix:///run/s", "http+unix://%2Ftmp%2Fs/a",
            ] {
                await refuses(address, by: pictures())
            }
            for name in ["localhost", "127.1", "2130706433", "0x7f000001"] {
                let real = RemotePictures(
                    baseURL: "https://api.example/v1", client: .shared, resolve: { try NetworkAddress.all(of: $0) },
                    permits: \.isPublic)
                let outcome = try? await real.file(at: "https://\(name):\(port)/", within: .seconds(5))
                #expect(outcome == nil)
            }
        }
        #expect(canary.connections == 0)
    }

    @Test(arguments: [
        ["127.0.0.1"], ["169.254.169.254"], ["10.0.0.1"], ["::1"], ["fd00::1"], ["93.184.216.34", "127.0.0.1"],
        ["::ffff:10.0.0.1"], [],
    ])
    func `a name with any address that is not public is refused`(_ addresses: [String]) async throws {
        let canary = Listener(answering: Listener.answer())
        try await canary.open { port in
            await refuses("https://pictures.example:\(port)/a.png", by: pictures(resolvingTo: addresses))
        }
        #expect(canary.connections == 0)
    }

    @Test func `the connection goes to the address that was looked at, under the name`() async throws {
        let (canary, asked) = (Listener(), Asked())
        try await canary.open { port in
            let pictures = pictures(resolvingTo: ["127.0.0.1"], permits: { _ in true }, asked: asked)
            await #expect(throws: GeneratorError.self, "Nobody answers the greeting of TLS here") {
                try await pictures.file(at: "https://pictures.example:\(port)/a.png", within: .seconds(5))
            }
        }
        #expect(canary.connections > 0, "The name has no address but the one that the resolver gave")
        #expect(asked.all == ["pictures.example"], "Resolved once: what it resolves to later does not matter")
        let hello = String(decoding: canary.received, as: UTF8.self)
        #expect(hello.contains("pictures.example"), "The server is asked for the certificate of the name")
        #expect(!hello.contains("127.0.0.1"))
    }

    @Test func `the provider's own origin is trusted, over http and inside too`() async throws {
        let server = Listener(answering: Listener.answer())
        try await server.open { port in
            let pictures = pictures(of: "http://127.0.0.1:\(port)/v1")
            let file = try await pictures.file(at: "http://127.0.0.1:\(port)/a.png", within: .seconds(5))
            #expect(String(decoding: file, as: UTF8.self) == "picture")
            await refuses("http://127.0.0.1:\(port + 1)/a.png", by: pictures)
            await refuses("http://localhost:\(port)/a.png", by: pictures)
            await refuses("https://127.0.0.1:\(port)/a.png", by: pictures)
        }
        #expect(server.connections == 1)
    }

    @Test func `a redirect is not followed`() async throws {
        let canary = Listener(answering: Listener.answer())
        try await canary.open { canaryPort in
            let redirect =
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(canaryPort)/\r\nContent-Length: 0\r\n\r\n"
            let server = Listener(answering: redirect)
            let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
            try await server.open { port in
                let pictures = RemotePictures(
                    baseURL: "http://127.0.0.1:\(port)", client: client, resolve: { _ in [] }, permits: \.isPublic)
                await refuses("http://127.0.0.1:\(port)/a.png", by: pictures)
            }
            try await client.shutdown()
        }
        #expect(canary.connections == 0)
    }

    @Test(arguments: [
        Listener.answer("404 Not Found"), Listener.answer("500 Sorry"), Listener.answer(type: "text/html"),
        Listener.answer(type: "image/svg+xml"), Listener.answer(type: ""),
    ])
    func `what is no picture by its status and type is refused`(_ answer: String) async throws {
        try await Listener(answering: answer).open { port in
            await refuses("http://127.0.0.1:\(port)/a", by: pictures(of: "http://127.0.0.1:\(port)"))
        }
    }

    @Test func `who does not answer is given up`() async throws {
        let silent = Listener(answering: "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n")
        try await silent.open { port in
            await #expect(throws: GeneratorError.self) {
                try await pictures(of: "http://127.0.0.1:\(port)").file(
                    at: "http://127.0.0.1:\(port)/a", within: .milliseconds(300))
            }
        }
    }
}
