import AsyncHTTPClient
import CreditLedger
import Generation
import Identity
import Logging
import NIOPosix
import ScripServer
import ServiceLifecycle
import UnixSignals

/// Everything that runs while the server does, and the order in which it stops: the last of the
/// group stops first, so that nobody is called who has gone already.
struct House {
    private let services: ServiceGroup
    private let generations: CharacterGenerations
    private let drawingThreads: NIOThreadPool
    private let fileThreads: NIOThreadPool
    private let client: HTTPClient
    private let images: ImageRoom

    init(
        backend: Backend, settings: Settings, onListening: @escaping @Sendable (Int) -> Void
    ) async throws {
        let logger = Logger(label: "scrip")
        drawingThreads = NIOThreadPool(
            numberOfThreads: settings.generator == .illustrator ? min(settings.generationConcurrency, 1_024) : 1)
        fileThreads = NIOThreadPool(numberOfThreads: 4)
        client = HTTPClient(configuration: Self.providerConnections(for: settings))

        images = try ImageRoom(settings, threads: fileThreads)
        let workshop = Workshop(
            capacity: settings.generationConcurrency + settings.generationQueue,
            concurrency: settings.generationConcurrency, grace: settings.generationGrace)
        let books = GenerationBooks(database: backend.database)
        generations = CharacterGenerations(
            prices: settings.prices, ledger: backend.ledger,
            generator: try Self.generator(settings, threads: drawingThreads, client: client),
            images: images.store, names: ImageNames(key: backend.secret.imageNameKey), workshop: workshop,
            books: books, retention: images.retention)
        let server = ScripServer(
            rooms: ScripServer.Rooms(
                ledger: backend.ledger, generations: generations, images: images.store, keys: backend.keys,
                tokens: backend.tokens, sessions: backend.sessions,
                eventTokens: EventTokens(key: backend.secret.generationEventsKey)),
            settings: ScripServer.Settings(
                host: settings.host, port: settings.port, publicURL: settings.publicURL,
                allowedOrigins: settings.corsOrigins, imageRetention: images.retention),
            logger: logger, onListening: { onListening($0) })
        let sweeper = HoldSweeper(
            ledger: backend.ledger, generations: generations, interval: min(settings.generationLease / 2, .seconds(5)))
        services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: LeaseKeeper(ledger: backend.ledger, logger: logger)),
                    .init(service: JournalSealer(ledger: backend.ledger, logger: logger)),
                    .init(service: images.upkeep(logger: logger)),
                    .init(service: books), .init(service: workshop), .init(service: sweeper), .init(service: server),
                    .init(service: WorkshopCloser(workshop)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    }

    /// Runs until a signal asks it to stop, and everything has stopped.
    func run() async throws {
        drawingThreads.start()
        fileThreads.start()
        do {
            try await images.check()
            try await services.run()
        } catch {
            try await close()
            throw error
        }
        try await close()
    }

    private func close() async throws {
        await generations.handOver()
        try await client.shutdown()
        try await images.close()
        try await drawingThreads.shutdownGracefully()
        try await fileThreads.shutdownGracefully()
    }

    /// As many at once as there may be generations; a provider that is not there is told of at once, for
    /// its deadline is the customer's.
    private static func providerConnections(for settings: Settings) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            settings.generationQueue + settings.generationConcurrency
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func generator(
        _ settings: Settings, threads: NIOThreadPool, client: HTTPClient
    ) throws -> any ImageGenerator {
        switch settings.generator {
        case .illustrator:
            return IllustratorGenerator(threads: threads, deadline: settings.generationDeadline)
        case .openai:
            guard let key = settings.openAI.apiKey else {
                throw Failure("generator is openai, and openai.api.key (SCRIP_OPENAI_API_KEY) is not set.")
            }
            return OpenAIGenerator(
                client: client,
                settings: OpenAIGenerator.Settings(
                    baseURL: settings.openAI.baseURL, apiKey: key, model: settings.openAI.model,
                    quality: settings.openAI.quality),
                deadline: settings.generationDeadline)
        }
    }
}
