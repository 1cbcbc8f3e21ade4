/// 1,000 concurrent callers, charges spread over 10,000 accounts.
extension Benchmark {
    static let ledgerSQLiteUniform = Benchmark(
        name: "ledger_sqlite_uniform", summary: "charges/s of 1,000 callers on 10,000 accounts, beside bare C"
    ) { session in
        try await Throughput(suffix: "sqlite_uniform", accounts: 10_000).measure(in: session)
        session.expect("ledger_sqlite_uniform", .atLeast(0.7), of: "baseline_sqlite_uniform")
        session.expect("ledger_sqlite_uniform", .atLeast(12), of: "baseline_sqlite_each")
    }
}

/// Rounds of the ledger and its baseline, one after the other, each on a fresh file.
struct Throughput {
    /// What the figures' names end with.
    let suffix: String
    /// How many accounts the charges are spread over.
    let accounts: Int
    private let charges = 60_000
    private let warmUp = 10_000

    func measure(in session: Session) async throws {
        try await session.rounds { _ in
            try await baseline("baseline_\(suffix)", in: session) { baseline in
                try baseline.charge(session.scaled(charges), perCommit: 1_000)
            }
            try await ledger(in: session)
            if accounts > 1 {
                try await baseline("baseline_sqlite_each", in: session) { baseline in
                    try baseline.charge(session.scaled(1_500), perCommit: 1)
                }
            }
        }
    }

    private func baseline(
        _ name: String, in session: Session, _ work: (Baseline) throws -> [Double]
    ) async throws {
        let file = try session.scratch.freshFile(name)
        let baseline = try Baseline(path: file, accounts: accounts)
        try baseline.warmUp(session.scaled(warmUp))
        let (seconds, noise) = try await session.listening { try work(baseline) }
        let charges = session.scaled(name == "baseline_sqlite_each" ? 1_500 : charges)
        session.record(name, Double(charges) / seconds.reduce(0, +), "charges/s", noise)
    }

    private func ledger(in session: Session) async throws {
        let file = try session.scratch.freshFile("ledger_\(suffix)")
        try await LedgerFile.with(file) { ledger in
            try await ledger.fund(accounts: accounts)
            let charging = Charging(ledger, accounts: accounts)
            _ = try await charging.run(session.scaled(warmUp))
            let (outcome, noise) = try await session.listening {
                try await charging.run(session.scaled(charges))
            }
            session.record("ledger_\(suffix)", outcome.rate, "charges/s", noise)
            session.record("ledger_\(suffix)_p50", outcome.latencies.percentile(50), "ms", noise)
            session.record("ledger_\(suffix)_p99", outcome.latencies.percentile(99), "ms", noise)
        }
        try session.scratch.discard(file)
    }
}
