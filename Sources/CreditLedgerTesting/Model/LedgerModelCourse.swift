import CreditLedger

/// A run of a ``LedgerModelRun`` under way.
struct LedgerModelCourse {
    let run: LedgerModelRun
    let store: FaultyStore
    let clock: ManualClock
    var workload: LedgerWorkload
    var random: SeededGenerator
    var auditor = LedgerAuditor()
    var summary: LedgerModelRun.Summary
    var nextInspection = 64

    init(run: LedgerModelRun, store: any LedgerStore, clock: ManualClock) {
        self.run = run
        self.store = FaultyStore(store)
        self.clock = clock
        workload = LedgerWorkload(seed: run.seed, at: clock.now())
        random = SeededGenerator(seed: ~run.seed)
        summary = LedgerModelRun.Summary(seed: run.seed)
    }

    mutating func finish() async throws -> LedgerModelRun.Summary {
        var batch: [LedgerCommand] = []
        var size = 1
        while summary.commands + batch.count < run.operations {
            switch workload.next() {
            case .command(let command): batch.append(command)
            case .wait(let duration):
                try await give(batch)
                batch.removeAll()
                clock.advance(by: duration)
            }
            guard batch.count >= size else { continue }
            try await give(batch)
            batch.removeAll()
            size = Int.random(in: 1...run.maximumBatch, using: &random)
        }
        try await give(batch)
        try await inspect()
        try await compareCharges()
        return summary
    }

    private mutating func give(_ batch: [LedgerCommand]) async throws {
        guard !batch.isEmpty else { return }
        guard run.commitsPerStop > 0, Int.random(in: 0..<run.commitsPerStop, using: &random) == 0 else {
            return try await commit(batch)
        }
        try await stop(at: batch)
        let delay = Duration.seconds([0, 0, 1, 40].randomElement(using: &random) ?? 0)
        clock.advance(by: delay)
        workload.pass(delay)
        // Those who asked together need not ask again together.
        let isOneByOne = Bool.random(using: &random)
        for part in isOneByOne ? batch.map({ [$0] }) : [batch] { try await commit(part) }
    }

    /// Has the store stop ahead of a commit or behind it. What the commit did, if it did anything, the
    /// auditor knows; the run is not told.
    private mutating func stop(at batch: [LedgerCommand]) async throws {
        let faults: [FaultyStore.Fault] = [
            .before(.unavailable), .before(.outcomeUnknown), .after(.outcomeUnknown), .after(.outcomeUnknown),
        ]
        let fault = faults[Int.random(in: faults.indices, using: &random)]
        store.fail(fault)
        do {
            _ = try await store.commit(batch, by: LedgerRules())
            throw divergence("a commit was to fail, and did not")
        } catch let failure as StoreFailure {
            guard failure.isTransient else { throw failure }
        }
        guard case .after = fault else { return summary.stops.before += 1 }
        summary.stops.after += 1
        for command in batch { _ = auditor.decide(command, at: clock.now()) }
    }

    private mutating func commit(_ batch: [LedgerCommand]) async throws {
        let decisions = try await store.commit(batch, by: LedgerRules())
        for (command, decision) in zip(batch, decisions) {
            summary.commands += 1
            let (found, expected) = (AuditedOutcome(decision), auditor.decide(command, at: clock.now()))
            guard found == expected else { throw divergence("\(command.verb)\nis \(found)\nnot \(expected)") }
            summary.count(found)
            guard case .success(let posting) = decision else { continue }
            try compareStanding(posting)
            workload.note(posting)
        }
        guard decisions.count == batch.count else { throw divergence("\(decisions.count) outcomes") }
        summary.commits += 1
        try await compareBalances()
        if summary.commands >= nextInspection {
            nextInspection *= 2
            try await inspect()
        }
    }

    /// What a posting says there is to spend is what there is once the command is done, now.
    private func compareStanding(_ posting: Posting) throws {
        let balance = auditor.balance(posting.entry.key, at: clock.now())
        let expected = Entry.Standing(available: balance.available, held: balance.held)
        guard posting.standing == expected else {
            throw divergence("\(posting.entry)\nleft \(posting.standing)\nnot \(expected)")
        }
    }

    private func compareBalances() async throws {
        for account in Set(auditor.balanceKeys.map(\.account)).sorted() {
            for var found in try await store.balances(of: account) {
                // Where the journal ends depends on when somebody came by to post an expiry.
                (found.sequence, found.updatedAt) = (0, .distantPast)
                let expected = auditor.balance(found.key, at: clock.now())
                guard found == expected else { throw divergence("\(found)\nis not \(expected)") }
            }
        }
    }

    private mutating func inspect() async throws {
        summary.written = [:]
        let keys = try await store.balanceKeys(after: nil, limit: .max)
        guard keys == auditor.balanceKeys else { throw divergence("balances of \(keys)") }
        for key in keys {
            guard let record = try await store.record(of: key) else { throw divergence("no record of \(key)") }
            let faults = BalanceCheck.faults(in: record)
            guard faults.isEmpty else { throw divergence(faults.map(\.description).joined(separator: "\n")) }
            for entry in record.entries { summary.written[entry.kind, default: 0] += 1 }
            let now = clock.now()
            let grants = record.grants.map { AuditedOutcome.GrantView($0, at: now) }.sorted { $0.id < $1.id }
            let expected = auditor.grants(of: key, at: now)
            guard grants == expected else { throw divergence("\(grants)\nare not \(expected)") }
        }
    }

    private func compareCharges() async throws {
        for expected in auditor.charges {
            let found = try await store.charge(expected.id).map { AuditedOutcome.ChargeView($0) }
            guard found == expected else { throw divergence("\(String(describing: found))\nis not \(expected)") }
            try await compareReceipt(of: expected)
        }
    }

    private func compareReceipt(of charge: AuditedOutcome.ChargeView) async throws {
        guard let record = try await store.record(of: charge.id) else { throw divergence("no record of \(charge.id)") }
        let lines = try await store.entries(of: charge.id)
        guard lines == record.lines else { throw divergence("\(lines)\nare not \(record.lines)") }
        let receipt: Receipt
        do throws(ReceiptError) { receipt = try Receipt(record) } catch { throw divergence("\(error)") }
        guard receipt.paid == charge.paid else { throw divergence("\(receipt)\nis not of \(charge)") }
    }

    private func divergence(_ message: String) -> LedgerModelRun.Divergence {
        LedgerModelRun.Divergence(seed: run.seed, step: summary.commands, message: message)
    }
}

extension LedgerModelRun.Summary {
    fileprivate mutating func count(_ outcome: AuditedOutcome) {
        switch outcome {
        case .done(_, isRepeat: true, _): repeats += 1
        case .done(let deed, isRepeat: false, _): done[deed.kind, default: 0] += 1
        case .refused(let refusal): refused[refusal.caseName, default: 0] += 1
        }
    }
}

extension AuditedOutcome.ChargeView {
    fileprivate var paid: Credits {
        if case .captured(let amount, let refunded, _) = stage { amount.subtracting(refunded) ?? .zero } else { .zero }
    }
}

extension Refusal {
    fileprivate var caseName: String {
        String("\(self)".prefix { $0 != "(" })
    }
}
