import CreditLedger

/// The same work with more and more behind it.
extension Benchmark {
    static let growth = Benchmark(
        name: "growth", summary: "charges/s and page reads with 10⁴, 10⁵ and 10⁶ entries behind them"
    ) { session in
        try await Growth(session: session).measure()
    }
}

/// Rounds over files of growing size, one after the other.
private struct Growth {
    let session: Session
    private let charges = 10_000
    private let reads = 300
    private var accounts: GrownLedger.Accounts { GrownLedger.Accounts(count: session.scaled(1_000)) }

    /// A file with so many entries.
    private struct Stage {
        let name: String
        let file: String
        /// Whether each round works on a copy, so that the entries behind it stay as many.
        let isCopied: Bool
    }

    func measure() async throws {
        let stages = try await stages()
        try await session.rounds { round in
            for stage in stages { try await measure(stage, round: round) }
        }
        guard let first = stages.first else { return }
        for stage in stages.dropFirst() {
            session.expect("growth_rate_\(stage.name)", .atLeast(0.8), of: "growth_rate_\(first.name)")
            for read in ["balance", "history", "journal", "account_journal"] {
                // Flat: a deeper tree costs a page more to read, a scan costs many.
                session.expect("growth_\(read)_\(stage.name)", .atMost(1.5), of: "growth_\(read)_\(first.name)")
            }
        }
    }

    private func stages() async throws -> [Stage] {
        let exponents = 4...(session.options.growsToTenMillion ? 7 : 6)
        var stages: [Stage] = []
        for exponent in exponents {
            let entries = (0..<exponent).reduce(1) { count, _ in count * 10 }
            let name = "1e\(session.options.isQuick ? exponent - 1 : exponent)"
            let grown = try await session.grownLedger(entries: session.scaled(entries))
            let isLast = exponent == exponents.upperBound
            let file = isLast ? grown.file : try session.scratch.copy(of: grown.file, as: name)
            stages.append(Stage(name: name, file: file, isCopied: !isLast))
        }
        return stages
    }

    private func measure(_ stage: Stage, round: Int) async throws {
        let file = stage.isCopied ? try session.scratch.copy(of: stage.file, as: "work") : stage.file
        try await LedgerFile.with(file) { ledger in
            let charging = accounts.charging(ledger, from: -(round + 1) * 1_000_000)
            try await read(ledger, stage.name)
            _ = try await charging.run(session.scaled(2_000))
            let (outcome, noise) = try await session.listening { try await charging.run(session.scaled(charges)) }
            session.record("growth_rate_\(stage.name)", outcome.rate, "charges/s", noise)
        }
        if stage.isCopied { try session.scratch.discard(file) }
    }

    private func read(_ ledger: Ledger, _ stage: String) async throws {
        let store = ledger.store
        let ((balance, history, journal, accountJournal), noise) = try await session.listening {
            let balance = try await time { _ = try await store.balances(of: $0) }
            let history = try await time { _ = try await store.charges(of: $0, page: Page(limit: 20)) }
            let journal = try await time { _ in
                _ = try await store.journal(JournalFilter(), page: Page(limit: 50))
            }
            let accountJournal = try await time {
                _ = try await store.journal(JournalFilter(account: $0), page: Page(limit: 50))
            }
            return (balance, history, journal, accountJournal)
        }
        session.record("growth_balance_\(stage)", balance, "ms", noise)
        session.record("growth_history_\(stage)", history, "ms", noise)
        session.record("growth_journal_\(stage)", journal, "ms", noise)
        session.record("growth_account_journal_\(stage)", accountJournal, "ms", noise)
    }

    /// The median time that `read` takes in milliseconds, one read at a time, the first ones not counted.
    private func time(_ read: @escaping @Sendable (AccountID) async throws -> Void) async throws -> Double {
        let accounts = accounts
        let read = { @Sendable number in try await read(accounts.busy(number)) }
        try await Load(callers: 1, count: 30).run(read)
        return try await Load(callers: 1, count: reads).run(read).latencies.percentile(50)
    }
}
