/// 1,000 concurrent callers, all on one account.
extension Benchmark {
    static let ledgerSQLiteHot = Benchmark(
        name: "ledger_sqlite_hot", summary: "charges/s of 1,000 callers on one account, beside bare C"
    ) { session in
        try await Throughput(suffix: "sqlite_hot", accounts: 1).measure(in: session)
        session.expect("ledger_sqlite_hot", .atLeast(0.7), of: "baseline_sqlite_hot")
    }
}
