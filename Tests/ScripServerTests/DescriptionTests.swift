import CharacterArt
import CreditLedger
import Foundation
import Generation
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOPosix
import SQLiteStore
import Testing
import Webhooks
import Yams

@testable import ScripServer

/// The description of the interface and the interface itself.
struct DescriptionTests {
    /// What the description leaves out: pages for people, and what they are made of.
    private static let pages: Set<String> = [
        "GET /", "GET /assets/{file}", "GET /favicon.ico", "GET /sign-in", "POST /session", "POST /session/end",
        "POST /session/token",
    ]

    @Test func `every route is described, and every description has its route`() async throws {
        let routed = try await routes().subtracting(Self.pages)
        let described = try described()
        #expect(routed.subtracting(described).sorted() == [], "routes that openapi.yaml does not describe")
        #expect(described.subtracting(routed).sorted() == [], "described, but there is no such route")
    }

    @Test func `canary: the routes are found`() async throws {
        #expect(try await routes().isSuperset(of: ["POST /functions/v1/generate-character", "GET /v1/webhooks/{id}"]))
    }

    private func described() throws -> Set<String> {
        let document = try #require(try Yams.compose(yaml: DescriptionEndpoints.text))
        let paths = try #require(document["paths"]?.mapping)
        let methods: Set<String> = ["get", "put", "post", "delete", "head", "patch", "options"]
        return Set(
            paths.flatMap { path, item in
                (item.mapping?.keys.compactMap(\.string) ?? []).filter(methods.contains).map {
                    "\($0.uppercased()) \(path.string ?? "")"
                }
            })
    }

    private func routes() async throws -> Set<String> {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scrip-server-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try await Self.server(in: folder)
        return Set(try server.router().routes.map { "\($0.method.rawValue) \(Self.template("\($0.path)"))" })
    }

    /// `/v1/webhooks/{id}` of `/v1/webhooks/:id`.
    private static func template(_ path: String) -> String {
        let parts = path.split(separator: "/").map { part in
            part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
        }
        return "/" + parts.joined(separator: "/")
    }

    private static func server(in folder: URL) async throws -> ScripServer {
        let database = try SQLiteDatabase(path: folder.appending(path: "test.sqlite").path(), role: .server)
        let secret = try #require(SecretKey(bytes: SecretKey.randomBytes()))
        let ledger = Ledger(store: SQLiteLedgerStore(database))
        let threads = NIOThreadPool.singleton
        let images = FolderImageStore(folder: folder.appending(path: "images").path(), threads: threads)
        let generations = CharacterGenerations(
            prices: PriceTable(standard: 1), ledger: ledger, generator: IllustratorGenerator(threads: threads),
            images: images, names: ImageNames(key: secret.imageNameKey),
            workshop: Workshop(capacity: 1, concurrency: 1, grace: .zero), books: GenerationBooks(database: database))
        let secrets = WebhookSecrets(key: secret.webhookKey)
        return ScripServer(
            rooms: ScripServer.Rooms(
                ledger: ledger, generations: generations, images: images,
                keys: KeyRing(database: database, secret: secret), tokens: await AccessTokens(secret: secret),
                sessions: Sessions(database: database), eventTokens: EventTokens(key: secret.generationEventsKey),
                webhooks: WebhookRegistry(database: database, secrets: secrets, reach: .global),
                outbox: WebhookOutbox(database: database)),
            settings: ScripServer.Settings(host: "127.0.0.1", port: 0), logger: Logger(label: "test"))
    }
}
