public import CreditLedger
public import Logging
public import ServiceLifecycle
import Synchronization

/// Sends what is due, a few at a time to each place, tries again what failed, and forgets what is old.
///
/// At least once: a delivery is leased before it is sent and settled afterwards. One whose dispatcher died
/// between the two is sent again, under the same name.
public struct WebhookDispatcher: Service {
    private let feed: WebhookFeed
    private let outbox: WebhookOutbox
    private let sender: any WebhookSender
    private let secrets: WebhookSecrets
    private let settings: Settings
    private let clock: any LedgerClock
    private let logger: Logger
    private let lanes: Lanes

    /// What can be set of a dispatcher.
    public struct Settings: Sendable {
        /// Whom events may be sent to.
        public var reach = WebhookURL.Reach.global
        /// How long a receiver may take.
        public var timeout = Duration.seconds(15)
        /// When failed deliveries are tried again.
        public var schedule = RetrySchedule.standard
        /// For how long deliveries that have ended are kept.
        public var retention = Duration.seconds(30 * 86_400)
        /// How often it is looked for what is due.
        public var interval = Duration.milliseconds(500)
        /// How many go out at once to the same place.
        public var perLane = 4
        /// How many go out at once.
        public var concurrency = 32

        /// The defaults.
        public init() {}

        /// A delivery that was not settled by then is taken for lost: its timeout is long over.
        var lease: Duration { timeout * 2 + .seconds(2) }
    }

    /// A dispatcher of an outbox.
    public init(
        feed: WebhookFeed, outbox: WebhookOutbox, sender: some WebhookSender, secrets: WebhookSecrets,
        settings: Settings = Settings(), clock: any LedgerClock = SystemClock(), logger: Logger
    ) {
        self.feed = feed
        self.outbox = outbox
        self.sender = sender
        self.secrets = secrets
        self.settings = settings
        self.clock = clock
        self.logger = logger
        lanes = Lanes(perLane: settings.perLane, total: settings.concurrency)
    }

    /// Sends until shut down, and then until what is under way has ended.
    public func run() async throws {
        await withDiscardingTaskGroup { group in
            var cleaning = Cleaning(every: min(settings.retention / 4, .seconds(600)))
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                await followLedger()
                for delivery in await claim() {
                    group.addTask {
                        await deliver(delivery)
                        lanes.leave(delivery.lane)
                    }
                }
                if cleaning.isDue { await forgetOld() }
                await pause()
            }
        }
    }

    private func pause() async {
        // Thrown when it is time to stop, which the loop sees for itself.
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: settings.interval) }
    }

    private func followLedger() async {
        do {
            while try await feed.advance(), !Task.isShuttingDownGracefully {}
        } catch {
            logger.error("Webhook events could not be taken from the ledger", metadata: ["cause": "\(error)"])
        }
    }

    private func claim() async -> [WebhookDelivery] {
        let now = clock.now()
        var admitted: [WebhookDelivery] = []
        do {
            let due = try await outbox.due(perLane: settings.perLane, limit: settings.concurrency, at: now)
            admitted = due.filter { lanes.enter($0.lane) }
            guard !admitted.isEmpty else { return [] }
            let owned = try await outbox.lease(admitted, until: now.advanced(by: settings.lease))
            for (delivery, isOwn) in zip(admitted, owned) where !isOwn { lanes.leave(delivery.lane) }
            return zip(admitted, owned).filter(\.1).map(\.0)
        } catch {
            for delivery in admitted { lanes.leave(delivery.lane) }
            logger.error("Due webhooks could not be taken", metadata: ["cause": "\(error)"])
            return []
        }
    }

    private func deliver(_ delivery: WebhookDelivery) async {
        let startedAt = clock.now()
        let result = await send(delivery, at: startedAt)
        let endedAt = clock.now()
        var random = SystemRandomNumberGenerator()
        let verdict = DeliveryVerdict(
            on: try? result.get(), ofAttempt: delivery.attempts + 1, at: endedAt, by: settings.schedule, using: &random)
        log(verdict, of: delivery)
        do {
            try await outbox.record(
                WebhookAttemptRecord(
                    delivery: delivery, result: result, verdict: verdict, startedAt: startedAt, endedAt: endedAt))
        } catch {
            logger.error(
                "An attempt at a webhook could not be written down; it will be sent again",
                metadata: ["delivery": "\(delivery.id)", "cause": "\(error)"])
        }
    }

    private func send(_ delivery: WebhookDelivery, at now: Timestamp) async -> Result<WebhookReply, WebhookSendError> {
        let url: WebhookURL
        do throws(WebhookError) { url = try WebhookURL(delivery.url, within: settings.reach) } catch {
            return .failure(.forbiddenAddress)
        }
        do throws(WebhookSendError) {
            return .success(
                try await sender.send(
                    delivery.message, signedWith: delivery.secrets(at: now, of: secrets), at: now, to: url))
        } catch {
            return .failure(error)
        }
    }

    private func forgetOld() async {
        do {
            let moment = clock.now().advanced(by: .zero - settings.retention)
            while try await outbox.forget(endedBefore: moment, limit: 500) == 500 {}
        } catch {
            logger.error("Old webhooks could not be forgotten", metadata: ["cause": "\(error)"])
        }
    }

    private func log(_ verdict: DeliveryVerdict, of delivery: WebhookDelivery) {
        let details: Logger.Metadata = [
            "event": "\(delivery.message.id)", "target": "\(delivery.target)", "attempt": "\(delivery.attempts + 1)",
        ]
        switch verdict {
        case .delivered: logger.debug("A webhook was delivered", metadata: details)
        case .retry: logger.info("A webhook was not received; it is tried again", metadata: details)
        case .failed: logger.warning("A webhook is given up", metadata: details)
        case .gone: logger.warning("A webhook's endpoint wants no more events and is disabled", metadata: details)
        }
    }
}

/// How many deliveries are under way, in all and in each lane.
private final class Lanes: Sendable {
    private let perLane: Int
    private let total: Int
    private let counts = Mutex<[String: Int]>([:])

    init(perLane: Int, total: Int) {
        self.perLane = perLane
        self.total = total
    }

    /// Takes a place, if there is one in the lane and in all; whoever has one must ``leave(_:)``.
    func enter(_ lane: String) -> Bool {
        counts.withLock { counts in
            guard counts[lane, default: 0] < perLane, counts.values.reduce(0, +) < total else { return false }
            counts[lane, default: 0] += 1
            return true
        }
    }

    func leave(_ lane: String) {
        counts.withLock { counts in
            let rest = counts[lane, default: 1] - 1
            counts[lane] = rest > 0 ? rest : nil
        }
    }
}

/// Says now and then that it is time to clean, the first time at once.
private struct Cleaning {
    let every: Duration
    private var last: ContinuousClock.Instant?

    init(every: Duration) {
        self.every = every
    }

    var isDue: Bool {
        mutating get {
            let now = ContinuousClock.now
            if let last, now - last < every { return false }
            last = now
            return true
        }
    }
}
