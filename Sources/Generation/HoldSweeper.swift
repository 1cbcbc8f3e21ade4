public import CreditLedger
public import Logging
public import ServiceLifecycle

/// Resolves, every few seconds, the holds of workers that have died, and those that could not be settled in their
/// time: charged for the pictures that are stored already, else given back; a job that was promised and not begun is
/// taken over.
public struct HoldSweeper: Service {
    private let ledger: Ledger
    private let generations: CharacterGenerations
    private let interval: Duration
    private let logger: Logger

    /// A sweeper of a ledger's overdue holds.
    public init(
        ledger: Ledger, generations: CharacterGenerations, interval: Duration,
        logger: Logger = Logger(label: "generate-character")
    ) {
        self.ledger = ledger
        self.generations = generations
        self.interval = interval
        self.logger = logger
    }

    /// Sweeps until shut down.
    public func run() async throws {
        for await _ in AsyncTimer(every: interval).cancelOnGracefulShutdown() {
            await sweep()
        }
    }

    private func sweep() async {
        let generations = generations
        do {
            let waiting = try await generations.books.jobs.waiting()
            let resolved = try await ledger.resolveOverdueHolds { try await generations.fate(of: $0, waiting: waiting) }
            for charge in resolved {
                report(charge)
                await generations.noteOrphan(charge)
            }
        } catch {
            logger.error("Failed to refund credits; trying again", metadata: ["cause": "\(error)"])
        }
    }

    private func report(_ charge: Charge) {
        let details: Logger.Metadata = [
            "charge": "\(charge.id)", "reference": "\(charge.reference)", "account": "\(charge.key.account)",
            "pool": "\(charge.key.pool)", "credits": "\(charge.amount)", "cause": "it was left open",
        ]
        if charge.capture == nil {
            logger.info("Credits refunded successfully", metadata: details)
        } else {
            logger.info("A picture that was stored and left open is charged", metadata: details)
        }
    }
}
