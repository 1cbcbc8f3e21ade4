import CreditLedger
import Logging
import ServiceLifecycle

/// Says that this process lives and works on its holds, and gives back those of one that died.
struct LeaseKeeper: Service {
    let ledger: Ledger
    let logger = Logger(label: "leases")

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await keep()
                try? await Task.sleep(for: ledger.leaseDuration / 4)
            }
        }
    }

    private func keep() async {
        do throws(LedgerError) {
            try await ledger.renewLeases()
            _ = try await ledger.resolveOverdueHolds()
        } catch {
            logger.error("The ledger did not answer; trying again", metadata: ["cause": "\(error)"])
        }
    }
}
