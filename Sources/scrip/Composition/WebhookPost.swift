import CreditLedger
import Identity
import Logging
import NIOPosix
import ScripServer
import Webhooks

/// All that has to do with webhooks, put together: who is told, what is still to be told, and the telling.
struct WebhookPost {
    let registry: WebhookRegistry
    let outbox: WebhookOutbox
    private let secrets: WebhookSecrets
    private let feed: WebhookFeed
    private let sender: GuardedSender
    private let settings: WebhookDispatcher.Settings

    init(backend: Backend, settings: Settings, threads: NIOThreadPool) {
        self.settings = settings.webhooks
        let reach = settings.webhooks.reach
        secrets = WebhookSecrets(key: backend.secret.webhookKey)
        registry = WebhookRegistry(database: backend.database, secrets: secrets, reach: reach)
        outbox = WebhookOutbox(database: backend.database)
        feed = WebhookFeed(
            store: backend.ledger.store, outbox: outbox,
            announcer: GenerationAnnouncer(address: settings.publicURL ?? "http://\(settings.host):\(settings.port)"))
        sender = GuardedSender(reach: reach, timeout: settings.webhooks.timeout, threads: threads)
    }

    func dispatcher(logger: Logger) -> WebhookDispatcher {
        WebhookDispatcher(
            feed: feed, outbox: outbox, sender: sender, secrets: secrets, settings: settings, logger: logger)
    }
}
