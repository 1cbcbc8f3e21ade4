public import CreditLedger

/// Drives a store and the ``LedgerAuditor`` side by side through one seed's ``LedgerWorkload``, and
/// compares each outcome and each balance on the way.
public struct LedgerModelRun: Sendable {
    /// What determines the run.
    public let seed: UInt64
    /// How many commands are given.
    public let operations: Int
    /// How many of them one commit takes at the most.
    public let maximumBatch: Int

    /// A run of a seed.
    public init(seed: UInt64, operations: Int, maximumBatch: Int = 24) {
        self.seed = seed
        self.operations = operations
        self.maximumBatch = maximumBatch
    }

    /// What a run went through, to see that it went through enough.
    public struct Summary: Hashable, Sendable {
        /// The run's seed.
        public var seed: UInt64
        /// How many commands were given.
        public var commands = 0
        /// How many commits they took.
        public var commits = 0
        /// How many of the commands had been done before.
        public var repeats = 0
        /// How often each kind of entry was written.
        public var done: [Entry.Kind: Int] = [:]
        /// How often each refusal was told, by its name.
        public var refused: [String: Int] = [:]
    }

    /// A store and the auditor do not agree.
    public struct Divergence: Error, CustomStringConvertible {
        /// The seed that shows it.
        public let seed: UInt64
        /// The command, counted from 1.
        public let step: Int
        /// What each of them says.
        public let message: String

        public var description: String { "Seed \(seed), step \(step): \(message)" }
    }

    /// Runs it.
    ///
    /// - Parameter makeStore: Makes an empty store whose time is told by the clock that it is given.
    /// - Throws: ``Divergence`` that names the seed and the step, and whatever the store throws.
    public func run(makeStore: (any LedgerClock) async throws -> any LedgerStore) async throws -> Summary {
        let clock = ManualClock()
        var course = Course(run: self, store: try await makeStore(clock), clock: clock)
        return try await course.finish()
    }
}

/// A run under way.
private struct Course {
    let run: LedgerModelRun
    let store: any LedgerStore
    let clock: ManualClock
    var workload: LedgerWorkload
    var random: SeededGenerator
    var auditor = LedgerAuditor()
    var summary: LedgerModelRun.Summary
    var nextInspection = 64

    init(run: LedgerModelRun, store: any LedgerStore, clock: ManualClock) {
        self.run = run
        self.store = store
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
                try await commit(batch)
                batch.removeAll()
                clock.advance(by: duration)
            }
            guard batch.count >= size else { continue }
            try await commit(batch)
            batch.removeAll()
            size = Int.random(in: 1...run.maximumBatch, using: &random)
        }
        try await commit(batch)
        try await inspect()
        try await compareCharges()
        return summary
    }

    private mutating func commit(_ batch: [LedgerCommand]) async throws {
        guard !batch.isEmpty else { return }
        let decisions = try await store.commit(batch, by: LedgerRules())
        for (command, decision) in zip(batch, decisions) {
            summary.commands += 1
            let (found, expected) = (AuditedOutcome(decision), auditor.decide(command, at: clock.now()))
            guard found == expected else { throw divergence("\(command.verb)\nis \(found)\nnot \(expected)") }
            summary.count(found)
            if case .success(let posting) = decision { workload.note(posting) }
        }
        guard decisions.count == batch.count else { throw divergence("\(decisions.count) outcomes") }
        summary.commits += 1
        try await compareBalances()
        if summary.commands >= nextInspection {
            nextInspection *= 2
            try await inspect()
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

    private func inspect() async throws {
        let keys = try await store.balanceKeys(after: nil, limit: .max)
        guard keys == auditor.balanceKeys else { throw divergence("balances of \(keys)") }
        for key in keys {
            guard let record = try await store.record(of: key) else { throw divergence("no record of \(key)") }
            let faults = BalanceCheck.faults(in: record)
            guard faults.isEmpty else { throw divergence(faults.map(\.description).joined(separator: "\n")) }
        }
    }

    private func compareCharges() async throws {
        for expected in auditor.charges {
            let found = try await store.charge(expected.id).map { AuditedOutcome.ChargeView($0) }
            guard found == expected else { throw divergence("\(String(describing: found))\nis not \(expected)") }
        }
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

extension Refusal {
    fileprivate var caseName: String {
        String("\(self)".prefix { $0 != "(" })
    }
}
