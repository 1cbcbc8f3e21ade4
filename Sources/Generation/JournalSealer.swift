public import CreditLedger
public import Logging
public import ServiceLifecycle

/// Seals the journal every few seconds, and once more when it stops.
public struct JournalSealer: Service {
    private let ledger: Ledger
    private let interval: Duration
    private let logger: Logger

    /// A sealer of a ledger's journal.
    public init(ledger: Ledger, logger: Logger, interval: Duration) {
        self.ledger = ledger
        self.interval = interval
        self.logger = logger
    }

    /// Seals until shut down.
    public func run() async throws {
        for await _ in AsyncTimer(every: interval).cancelOnGracefulShutdown() { await seal() }
        await seal()
    }

    private func seal() async {
        do throws(LedgerError) { try await ledger.sealJournal() } catch {
            logger.error("The journal could not be sealed; trying again", metadata: ["cause": "\(error)"])
        }
    }
}
