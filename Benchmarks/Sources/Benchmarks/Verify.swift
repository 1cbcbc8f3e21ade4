import CreditLedger

/// Rebuilding every balance from the journal.
extension Benchmark {
    static let verify = Benchmark(
        name: "verify", summary: "entries/s of a full check, and the memory that it takes"
    ) { session in
        let grown = try await session.grownLedger(entries: session.scaled(1_000_000))
        try await session.rounds { _ in try await Verification(session: session, name: "verify").check(grown.file) }
        let hot = try await session.hotFile(charges: session.scaled(100_000))
        try await session.rounds { _ in
            try await Verification(session: session, name: "verify_hot").check(hot)
        }
        session.expect("verify", .atLeast(500_000))
        // Constant memory: what one balance's long journal takes is to be no more than a page cache.
        session.expect("verify_memory", .atMost(32))
        session.expect("verify_hot_memory", .atMost(session.options.isQuick ? 3.2 : 32))
        try session.scratch.discard(hot)
    }
}

/// One check of a whole file.
private struct Verification {
    let session: Session
    let name: String

    /// Something is wrong with what the ledger itself has written.
    private struct Faulty: Error {
        let faults: [LedgerFault]
    }

    func check(_ file: String) async throws {
        try await LedgerFile.with(file) { ledger in
            var entries: Int64 = 0
            var elapsed = Duration.zero
            let (growth, noise) = try await session.listening {
                try await ResidentMemory.growth {
                    let start = ContinuousClock.now
                    let report = try await ledger.verify()
                    guard report.faultCount == 0 else { throw Faulty(faults: report.faults) }
                    (entries, elapsed) = (report.entries, ContinuousClock.now - start)
                }
            }
            session.record(name, Double(entries) / elapsed.seconds, "entries/s", noise)
            if let growth { session.record("\(name)_memory", growth / 1_048_576, "MiB", noise) }
        }
    }
}

extension Session {
    /// A file whose whole journal is one account's.
    fileprivate func hotFile(charges: Int) async throws -> String {
        let file = try scratch.freshFile("verify_hot")
        Report.progress("filling a ledger of one account with \(charges) charges")
        try await LedgerFile.with(file) { ledger in
            try await ledger.fund(accounts: 1)
            _ = try await Charging(ledger, accounts: 1).run(charges)
        }
        return file
    }
}
