public import CreditLedger
public import Logging
public import ServiceLifecycle

/// Says, a few times within each lease, that this process lives and still works on its holds.
public struct LeaseKeeper: Service {
    private let ledger: Ledger
    private let logger: Logger

    /// A keeper of a ledger's leases.
    public init(ledger: Ledger, logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Renews until shut down.
    public func run() async throws {
        for await _ in AsyncTimer(every: ledger.leaseDuration / 4).cancelOnGracefulShutdown() {
            do throws(LedgerError) { try await ledger.renewLeases() } catch {
                logger.error("The leases of open holds could not be renewed", metadata: ["cause": "\(error)"])
            }
        }
    }
}
