public import CreditLedger
public import Logging
public import ServiceLifecycle

/// Gives back, every few seconds, the credits of holds whose workers have died.
public struct HoldSweeper: Service {
    private let ledger: Ledger
    private let interval: Duration
    private let logger: Logger

    /// A sweeper of a ledger's overdue holds.
    public init(ledger: Ledger, interval: Duration = .seconds(5), logger: Logger) {
        self.ledger = ledger
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
        do throws(LedgerError) {
            for charge in try await ledger.expireOverdueHolds() {
                logger.info(
                    "Credits refunded successfully",
                    metadata: [
                        "charge": "\(charge.id)", "reference": "\(charge.reference)",
                        "account": "\(charge.key.account)", "cause": "nobody finished the work in time",
                    ])
            }
        } catch {
            logger.error("Failed to refund credits; trying again", metadata: ["cause": "\(error)"])
        }
    }
}

/// Ticks at once, and then after each interval, until cancelled.
struct AsyncTimer: AsyncSequence, Sendable {
    let interval: Duration

    init(every interval: Duration) {
        self.interval = interval
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(interval: interval)
    }

    struct Iterator: AsyncIteratorProtocol {
        let interval: Duration
        private var isFirst = true

        init(interval: Duration) {
            self.interval = interval
        }

        mutating func next() async -> Void? {
            if isFirst {
                isFirst = false
                return ()
            }
            do { try await Task.sleep(for: interval) } catch { return nil }
            return ()
        }
    }
}
