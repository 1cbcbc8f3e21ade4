public import CreditLedger
public import Logging
public import ServiceLifecycle

/// Tidies an image store, at the start and then now and then: drafts of writers that died go, and so do pictures
/// that are older than they are kept.
public struct ImageUpkeep: Service {
    /// The age from which a draft is abandoned: hundreds of times what it takes to write one.
    public static let draftAge = Duration.seconds(3_600)

    private let images: any ImageStore
    private let retention: ImageRetention?
    private let interval: Duration
    private let clock: any LedgerClock
    private let logger: Logger

    /// What a round of tidying has removed.
    public struct Outcome: Hashable, Sendable {
        /// Drafts of writers that died.
        public var drafts = 0
        /// Pictures that were kept for long enough.
        public var images = 0

        /// Nothing.
        public init() {}
    }

    /// The upkeep of a store, in which pictures are kept for as long as `retention` says; `nil` for ever.
    public init(
        images: some ImageStore, retention: ImageRetention?, interval: Duration = .seconds(3_600),
        clock: some LedgerClock = SystemClock(), logger: Logger
    ) {
        self.images = images
        self.retention = retention
        self.interval = interval
        self.clock = clock
        self.logger = logger
    }

    /// Tidies until shut down. What fails is tried again in the next round.
    public func run() async throws {
        for await _ in AsyncTimer(every: interval).cancelOnGracefulShutdown() {
            do {
                // A storage that does not answer must not keep the server from stopping.
                let outcome = try await cancelWhenGracefulShutdown { try await tidy() }
                guard outcome != Outcome() else { continue }
                logger.info(
                    "The image store was tidied",
                    metadata: ["drafts": "\(outcome.drafts)", "pictures": "\(outcome.images)"])
            } catch {
                guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
                logger.error("The image store could not be tidied; trying again", metadata: ["cause": "\(error)"])
            }
        }
    }

    /// One round.
    @discardableResult
    public func tidy() async throws(ImageStoreError) -> Outcome {
        var outcome = Outcome()
        outcome.drafts = try await images.removeAbandonedDrafts(olderThan: Self.draftAge)
        guard let retention else { return outcome }
        let horizon = retention.removalHorizon(at: clock.now())
        var cursor: ImageCursor?
        repeat {
            let step = try await images.list(after: cursor)
            // One after another: there is no hurry, and those who want pictures come first.
            for image in step.images where image.savedAt < horizon {
                try await images.remove(image.name)
                outcome.images += 1
            }
            cursor = step.next
        } while cursor != nil && !Task.isCancelled
        return outcome
    }
}
