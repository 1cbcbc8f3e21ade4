import CreditLedger
import Generation
import Identity
import Logging
import NIOPosix
import ScripServer
import ServiceLifecycle
import UnixSignals
import Webhooks

/// Everything that runs while the server does, and the order in which it stops: the last of the
/// group stops first, so that nobody is called who has gone already.
struct House {
    private let services: ServiceGroup
    private let generations: CharacterGenerations
    private let generators: Generators
    private let diskWatch: DiskWatch
    private let fileThreads: NIOThreadPool
    private let images: ImageRoom

    init(
        backend: Backend, settings: Settings, onListening: @escaping @Sendable (Int) -> Void
    ) async throws {
        let logger = Logger(label: "scrip")
        generators = try Generators(settings)
        diskWatch = DiskWatch(database: backend.database)
        fileThreads = NIOThreadPool(numberOfThreads: 4)

        images = try ImageRoom(settings, threads: fileThreads)
        let workshop = Workshop(
            capacity: settings.generationConcurrency + settings.generationQueue,
            concurrency: settings.generationConcurrency, grace: settings.generationGrace)
        let books = GenerationBooks(database: backend.database)
        generations = CharacterGenerations(
            prices: settings.prices, ledger: backend.ledger, generator: generators.generator,
            images: images.store, names: ImageNames(key: backend.secret.imageNameKey), workshop: workshop,
            books: books, retention: images.retention)
        let webhooks = WebhookPost(backend: backend, settings: settings, threads: fileThreads)
        let server = ScripServer(
            rooms: ScripServer.Rooms(
                ledger: backend.ledger, generations: generations, images: images.store, keys: backend.keys,
                tokens: backend.tokens, sessions: backend.sessions,
                eventTokens: EventTokens(key: backend.secret.generationEventsKey), webhooks: webhooks.registry,
                outbox: webhooks.outbox),
            settings: ScripServer.Settings(
                host: settings.host, port: settings.port, publicURL: settings.publicURL,
                allowedOrigins: settings.corsOrigins, imageRetention: images.retention),
            logger: logger, onListening: { onListening($0) })
        let sealer = JournalSealer(ledger: backend.ledger, logger: logger, interval: settings.journalSealInterval)
        let sweeper = HoldSweeper(
            ledger: backend.ledger, generations: generations, interval: min(settings.generationLease / 2, .seconds(5)))
        services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: LeaseKeeper(ledger: backend.ledger, logger: logger)),
                    .init(service: sealer),
                    .init(service: images.upkeep(logger: logger)),
                    .init(service: webhooks.dispatcher(logger: logger)),
                    .init(service: books), .init(service: workshop), .init(service: sweeper), .init(service: server),
                    .init(service: WorkshopCloser(workshop)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    }

    /// Runs until a signal asks it to stop or the disk fails, and everything has stopped.
    func run() async throws {
        generators.start()
        fileThreads.start()
        do {
            try await images.check()
            try await diskWatch.run(services)
        } catch {
            try await close()
            throw error
        }
        try await close()
    }

    private func close() async throws {
        await generations.handOver()
        try await generators.close()
        try await images.close()
        try await fileThreads.shutdownGracefully()
    }
}
