import CreditLedger

/// One caller at a time: gathering commands must not delay one that is alone.
extension Benchmark {
    static let ledgerSQLiteIdle = Benchmark(
        name: "ledger_sqlite_idle", summary: "p50 of a charge of one caller, beside two bare commits"
    ) { session in
        try await session.rounds { _ in try await Idle(session: session).measure() }
        session.expect("ledger_sqlite_idle", .atMost(1.3), of: "baseline_sqlite_idle")
    }
}

/// One round of lone charges: short turns of the ledger and its baseline, so that a slow moment of the
/// disk hits both.
private struct Idle {
    let session: Session
    private let accounts = 10_000
    private let turns = 10

    func measure() async throws {
        let file = try session.scratch.freshFile("ledger_sqlite_idle")
        let baseline = try Baseline(path: try session.scratch.freshFile("baseline_sqlite_idle"), accounts: accounts)
        try baseline.warmUp(session.scaled(10_000))
        try await LedgerFile.with(file) { ledger in
            try await ledger.fund(accounts: accounts)
            let charging = Charging(ledger, accounts: accounts)
            _ = try await charging.run(session.scaled(10_000))
            try await takeTurns(charging, baseline)
        }
        try session.scratch.discard(file)
    }

    private func takeTurns(_ charging: Charging, _ baseline: Baseline) async throws {
        let count = session.scaled(1_000) / turns
        var (own, bare): ([Double], [Double]) = ([], [])
        let (_, noise) = try await session.listening {
            for _ in 0..<turns {
                own += try await charging.run(count, callers: 1).latencies
                bare += try baseline.charge(count, perCommit: 1).map { $0 * 1_000 }
            }
        }
        session.record("ledger_sqlite_idle", own.percentile(50), "ms", noise)
        session.record("ledger_sqlite_idle_p99", own.percentile(99), "ms", noise)
        session.record("baseline_sqlite_idle", bare.percentile(50), "ms", noise)
    }
}
