public import CreditLedger
public import Generation
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Identity
public import Logging
import NIOCore
public import ServiceLifecycle
public import Webhooks

/// The server: HTTP in and out, over the rooms that do the work.
public struct ScripServer: Service {
    private let rooms: Rooms
    private let settings: Settings
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// What the server works with.
    public struct Rooms: Sendable {
        /// Where the credits are kept.
        public var ledger: Ledger
        /// Makes the pictures.
        public var generations: CharacterGenerations
        /// Keeps the pictures.
        public var images: any ImageStore
        /// Knows the API keys.
        public var keys: KeyRing
        /// Issues and verifies bearer tokens.
        public var tokens: AccessTokens
        /// Knows the browsers that are signed in.
        public var sessions: Sessions
        /// Lets browsers watch generations.
        public var eventTokens: EventTokens
        /// Knows who is told of generations.
        public var webhooks: WebhookRegistry
        /// Keeps what is still to be told, and how telling it went.
        public var outbox: WebhookOutbox

        /// The rooms of a server.
        public init(
            ledger: Ledger, generations: CharacterGenerations, images: some ImageStore, keys: KeyRing,
            tokens: AccessTokens, sessions: Sessions, eventTokens: EventTokens, webhooks: WebhookRegistry,
            outbox: WebhookOutbox
        ) {
            self.ledger = ledger
            self.generations = generations
            self.images = images
            self.keys = keys
            self.tokens = tokens
            self.sessions = sessions
            self.eventTokens = eventTokens
            self.webhooks = webhooks
            self.outbox = outbox
        }
    }

    /// What can be set of the server.
    public struct Settings: Sendable {
        /// The address of the interface to listen on.
        public var host: String
        /// The port to listen on; 0 for a free one.
        public var port: Int
        /// The address under which clients reach the server; `nil` for the one they call it by.
        public var publicURL: String?
        /// The origins whose pages may call the API; `["*"]` for any.
        public var allowedOrigins: [String]
        /// For how long pictures are kept; `nil` for ever.
        public var imageRetention: ImageRetention?

        /// Settings of a server.
        public init(
            host: String, port: Int, publicURL: String? = nil, allowedOrigins: [String] = ["*"],
            imageRetention: ImageRetention? = nil
        ) {
            self.host = host
            self.port = port
            self.publicURL = publicURL
            self.allowedOrigins = allowedOrigins
            self.imageRetention = imageRetention
        }
    }

    /// A server over its rooms, which calls `onListening` with its port once it answers.
    public init(
        rooms: Rooms, settings: Settings, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.rooms = rooms
        self.settings = settings
        self.logger = logger
        self.onListening = onListening
    }

    /// Answers requests until shut down, and then until the last one that came is answered.
    public func run() async throws {
        let application = Application(
            responder: try responder(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [HangUpWatch()], idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: "scrip", backlog: 1_024),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? settings.port) },
            logger: logger)
        try await application.run()
    }

    /// What answers requests.
    func responder() throws -> some HTTPResponder<ServerContext> {
        try router().buildResponder()
    }

    /// Every address that there is.
    func router() throws -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        // On the router itself: what is not there is answered as properly as what is.
        router.add(middleware: CORS(allowedOrigins: settings.allowedOrigins))
        router.add(middleware: PageHeaders(publicURL: settings.publicURL))
        router.add(middleware: ErrorAnswers())
        addAPI(to: router)
        try addPages(to: router)
        return router
    }

    private func addAPI(to router: Router<ServerContext>) {
        let authentication = CallerAuthentication(keys: rooms.keys, tokens: rooms.tokens)
        let address = PublicAddress(configured: settings.publicURL)

        let functions = router.group("functions/v1")
        CharacterFunction(authentication: authentication, generations: rooms.generations, address: address)
            .add(to: functions)

        let version1 = router.group("v1")
        BalanceEndpoints(authentication: authentication, ledger: rooms.ledger).add(to: version1)
        JournalEndpoints(authentication: authentication, ledger: rooms.ledger).add(to: version1)
        let generations = GenerationEndpoints(
            authentication: authentication, ledger: rooms.ledger, generations: rooms.generations, address: address,
            retention: settings.imageRetention, eventTokens: rooms.eventTokens, reach: rooms.webhooks.reach)
        generations.add(to: version1)
        GenerationEvents(endpoints: generations, clock: SystemClock()).add(to: version1)
        WebhookEndpoints(authentication: authentication, registry: rooms.webhooks, outbox: rooms.outbox)
            .add(to: version1)
        OpenAIEndpoints(
            authentication: authentication, generations: rooms.generations, images: rooms.images, address: address
        ).add(to: version1)
    }

    private func addPages(to router: Router<ServerContext>) throws {
        let pages = try Pages(price: rooms.generations.standardPrice)
        PageEndpoints(pages: pages).add(to: router)
        SessionEndpoints(
            sessions: rooms.sessions, tokens: rooms.tokens, pages: pages,
            isSecure: settings.publicURL?.hasPrefix("https:") ?? false
        ).add(to: router)
        ImageEndpoints(images: rooms.images, retention: settings.imageRetention).add(to: router)
        HealthEndpoints(ledger: rooms.ledger).add(to: router)
        DescriptionEndpoints().add(to: router)
    }
}
