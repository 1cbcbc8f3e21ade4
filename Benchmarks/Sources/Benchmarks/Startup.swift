import CreditLedger
import Foundation
import SQLiteStore

/// From opening a large file to the first answer.
extension Benchmark {
    static let startup = Benchmark(
        name: "startup", summary: "seconds from opening a file of 10⁶ charges to the first balance, as after a kill"
    ) { session in
        let grown = try await session.grownLedger(entries: session.scaled(2_000_000))
        try await session.rounds { round in
            try await Startup(session: session, grown: grown).measure(round: round)
        }
        session.expect("startup", .atMost(1))
    }
}

/// One start on a file with a log behind it, none of it in memory.
private struct Startup {
    let session: Session
    let grown: GrownLedger

    func measure(round: Int) async throws {
        // A start is too short a time to see the noise in; what goes ahead of it is listened to as well.
        let (elapsed, noise) = try await session.listening {
            try await leaveLog(round: round)
            for part in [grown.file, grown.file + "-wal"] { Scratch.forgetCached(part) }
            let start = ContinuousClock.now
            return try await LedgerFile.with(grown.file) { ledger in
                let balances = try await ledger.store.balances(of: grown.accounts.busy(0))
                guard !balances.isEmpty else { throw BrokenBenchmark("No balance was found.") }
                return ContinuousClock.now - start
            }
        }
        session.record("startup", elapsed.seconds, "s", noise)
    }

    /// Leaves the file as a killed process does, with its log. What the log says is in the file as well
    /// by then, but SQLite has to read it all the same.
    private func leaveLog(round: Int) async throws {
        let (log, copy) = (grown.file + "-wal", grown.file + "-wal-copy")
        try await LedgerFile.with(grown.file) { ledger in
            let charging = grown.accounts.charging(ledger, from: -(round + 10) * 1_000_000)
            _ = try await charging.run(session.scaled(2_000))
            try FileManager.default.copyItem(atPath: log, toPath: copy)
        }
        // A close may have left a log of its own.
        try? FileManager.default.removeItem(atPath: log)
        try FileManager.default.moveItem(atPath: copy, toPath: log)
    }
}
