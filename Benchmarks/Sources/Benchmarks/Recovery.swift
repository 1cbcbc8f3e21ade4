import CreditLedger
import SQLiteStore
import Synchronization

/// Holds whose worker died, resolved while others are served.
extension Benchmark {
    static let recovery = Benchmark(
        name: "recovery", summary: "seconds to resolve 10⁵ overdue holds, and a caller's p99 meanwhile"
    ) { session in
        try await session.rounds { _ in try await Recovery(session: session).measure() }
        session.expect("recovery", .atMost(session.options.isQuick ? 1 : 10))
    }
}

/// One recovery of a file full of orphans.
private struct Recovery {
    let session: Session
    private let accounts = 10_000
    private let orphans = 100_000

    /// What became of the orphans and of the caller beside them.
    private struct Outcome {
        var resolved = 0
        var elapsed = Duration.zero
        var latencies: [Double] = []
    }

    func measure() async throws {
        let file = try session.scratch.freshFile("recovery")
        try await leaveOrphans(in: file)
        let (outcome, noise) = try await session.listening {
            try await LedgerFile.with(file) { try await recover($0) }
        }
        guard outcome.resolved == session.scaled(orphans) else {
            throw BrokenBenchmark("Of \(session.scaled(orphans)) orphans \(outcome.resolved) were resolved.")
        }
        session.record("recovery", outcome.elapsed.seconds, "s", noise)
        session.record("recovery_served", Double(outcome.latencies.count), "charges", noise)
        session.record("recovery_caller_p50", outcome.latencies.percentile(50), "ms", noise)
        session.record("recovery_caller_p99", outcome.latencies.percentile(99), "ms", noise)
        try session.scratch.discard(file)
    }

    private func leaveOrphans(in file: String) async throws {
        var settings = Ledger.Settings()
        settings.leaseDuration = .zero
        try await LedgerFile.with(file, settings: settings) { ledger in
            try await ledger.fund(accounts: accounts)
            let charging = Charging(ledger, accounts: accounts)
            try await Load(callers: 1_000, count: session.scaled(orphans)).run { _ = try await charging.hold($0) }
        }
    }

    private func recover(_ ledger: Ledger) async throws -> Outcome {
        let isOver = Flag()
        let charging = Charging(ledger, accounts: accounts)
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask {
                defer { isOver.raise() }
                let start = ContinuousClock.now
                var outcome = Outcome()
                while case let expired = try await ledger.resolveOverdueHolds().count, expired > 0 {
                    outcome.resolved += expired
                }
                outcome.elapsed = ContinuousClock.now - start
                return outcome
            }
            group.addTask {
                var outcome = Outcome()
                while !isOver.isRaised {
                    outcome.latencies += try await charging.run(1, callers: 1).latencies
                }
                return outcome
            }
            return try await group.reduce(into: Outcome()) { whole, part in
                whole.resolved += part.resolved
                whole.elapsed += part.elapsed
                whole.latencies += part.latencies
            }
        }
    }
}

/// Something that one task tells another once.
private final class Flag: Sendable {
    private let state = Atomic(false)

    /// Whether it was told.
    var isRaised: Bool { state.load(ordering: .acquiring) }

    /// Tells it.
    func raise() { state.store(true, ordering: .releasing) }
}
