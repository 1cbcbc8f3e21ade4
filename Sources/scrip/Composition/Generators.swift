import AsyncHTTPClient
import Generation
import NIOPosix

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The generator that the settings name, with all that it needs: threads to draw on, and a connection pool
/// for each provider.
struct Generators {
    /// What draws: the first generator, and those that stand in for it.
    let generator: any ImageGenerator

    private let drawingThreads: NIOThreadPool
    private let resolvingThreads: NIOThreadPool
    private let clients: [HTTPClient]

    /// - Throws: ``Failure`` that names the setting if one is missing.
    init(_ settings: Settings) throws(Failure) {
        // All that can be wrong is found before anything is opened that would have to be closed again.
        var sources: [Source] = []
        for generator in settings.generators { sources.append(try Source(generator, settings)) }
        let workroom = Workroom(settings: settings)
        var (clients, drawing): ([HTTPClient], [any TimedGenerator]) = ([], [])
        for source in sources {
            switch source {
            case .illustrator:
                drawing.append(
                    IllustratorGenerator(threads: workroom.drawingThreads, deadline: settings.generationDeadline))
            case .provider(let api, let place):
                let client = HTTPClient(configuration: Self.connections(place.concurrency))
                clients.append(client)
                drawing.append(workroom.generator(api, at: place, by: client))
            }
        }
        self.clients = clients
        drawingThreads = workroom.drawingThreads
        resolvingThreads = workroom.resolvingThreads
        generator =
            drawing.count == 1 ? drawing[0] : FallbackGenerator(drawing[0], then: Array(drawing.dropFirst()))
    }

    /// Starts the threads.
    func start() {
        drawingThreads.start()
        resolvingThreads.start()
    }

    /// Ends connections and threads, once nobody draws any more.
    func close() async throws {
        for client in clients { try await client.shutdown() }
        try await drawingThreads.shutdownGracefully()
        try await resolvingThreads.shutdownGracefully()
    }

    /// As many connections as pictures may be asked for at once; a provider that is not there is told of
    /// at once, for its deadline is the customer's.
    private static func connections(_ count: Int) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = count
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}

/// Where the generators of providers are put together.
private struct Workroom {
    let settings: Settings
    let drawingThreads: NIOThreadPool
    let resolvingThreads = NIOThreadPool(numberOfThreads: 2)

    init(settings: Settings) {
        self.settings = settings
        // Drawing and decoding keep a core busy; waiting for a provider does not.
        let cores = ProcessInfo.processInfo.activeProcessorCount
        drawingThreads = NIOThreadPool(
            numberOfThreads: settings.generators[0] == .illustrator ? min(settings.generationConcurrency, 1_024) : cores
        )
    }

    func generator(_ api: some ImageAPI, at place: Source.Place, by client: HTTPClient) -> any TimedGenerator {
        let once = ProviderGenerator(
            api: api, connection: ProviderConnection(client: client),
            pictures: RemotePictures(baseURL: place.baseURL, client: client, threads: resolvingThreads),
            threads: drawingThreads, deadline: settings.generationDeadline)
        return RetryingGenerator(
            GuardedGenerator(once, concurrency: place.concurrency, failureLimit: settings.generationBreaker),
            policy: RetryPolicy(tries: settings.generationAttempts))
    }
}

/// Where a generator's pictures come from, as the settings have it.
private enum Source {
    case illustrator
    case provider(any ImageAPI, Place)

    /// Where a provider is, and how many pictures it is asked for at once.
    struct Place {
        let baseURL: String
        let concurrency: Int
    }

    init(_ generator: Settings.Generator, _ settings: Settings) throws(Failure) {
        switch generator {
        case .illustrator:
            self = .illustrator
        case .openai:
            self = .provider(
                try Self.openAI(settings.openAI), Self.place(settings.openAI.baseURL, of: generator, settings))
        case .gemini:
            self = .provider(
                try Self.gemini(settings.gemini), Self.place(settings.gemini.baseURL, of: generator, settings))
        }
    }

    private static func place(_ baseURL: String, of generator: Settings.Generator, _ settings: Settings) -> Place {
        Place(baseURL: baseURL, concurrency: settings.concurrency(of: generator))
    }

    private static func openAI(_ settings: Settings.OpenAI) throws(Failure) -> any ImageAPI {
        OpenAIImages(
            baseURL: settings.baseURL, apiKey: try key(settings.apiKey, .openAIKey, of: .openai), model: settings.model,
            quality: settings.quality, side: settings.side, asksForAddress: settings.asksForAddress)
    }

    /// The model decides by which of the two methods it is asked.
    private static func gemini(_ settings: Settings.Gemini) throws(Failure) -> any ImageAPI {
        let key = try key(settings.apiKey, .geminiKey, of: .gemini)
        guard settings.model.hasPrefix("imagen") else {
            return GeminiImages(baseURL: settings.baseURL, apiKey: key, model: settings.model)
        }
        return ImagenImages(baseURL: settings.baseURL, apiKey: key, model: settings.model)
    }

    private static func key(
        _ key: String?, _ name: SettingKey, of generator: Settings.Generator
    ) throws(Failure) -> String {
        guard let key else {
            throw Failure("generator is \(generator.rawValue), and \(name.name) (\(name.environmentName)) is not set.")
        }
        return key
    }
}
