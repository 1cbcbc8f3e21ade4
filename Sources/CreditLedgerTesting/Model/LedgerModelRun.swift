public import CreditLedger

/// Drives a store and the ``LedgerAuditor`` side by side through one seed's ``LedgerWorkload``, and
/// compares each outcome and each balance on the way.
///
/// Now and then the store stops ahead of a commit or behind it, and does not say which. The run then
/// does what a client does: it asks again, by the same references.
public struct LedgerModelRun: Sendable {
    /// What determines the run.
    public let seed: UInt64
    /// How many commands are given.
    public let operations: Int
    /// How many of them one commit takes at the most.
    public let maximumBatch: Int
    /// Out of how many commits the store stops at one; 0 for none.
    public let commitsPerStop: Int

    /// A run of a seed.
    public init(seed: UInt64, operations: Int, maximumBatch: Int = 24, commitsPerStop: Int = 8) {
        self.seed = seed
        self.operations = operations
        self.maximumBatch = maximumBatch
        self.commitsPerStop = commitsPerStop
    }

    /// What a run went through, to see that it went through enough.
    public struct Summary: Hashable, Sendable {
        /// The run's seed.
        public var seed: UInt64
        /// How many commands were given.
        public var commands = 0
        /// How many commits they took.
        public var commits = 0
        /// How often the store stopped ahead of a commit, and how often behind one.
        public var stops = Stops()
        /// How many of the commands had been done before.
        public var repeats = 0
        /// How often a command's answer was each kind of entry, for the first time.
        public var done: [Entry.Kind: Int] = [:]
        /// How often each kind of entry stands in the journal, those among them that no command asked for.
        public var written: [Entry.Kind: Int] = [:]
        /// How often each refusal was told, by its name.
        public var refused: [String: Int] = [:]
    }

    /// At which points the store stopped.
    public struct Stops: Hashable, Sendable {
        /// Ahead of a commit, of which nothing was saved.
        public var before = 0
        /// Behind a commit, all of which was saved.
        public var after = 0
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
        var course = LedgerModelCourse(run: self, store: try await makeStore(clock), clock: clock)
        return try await course.finish()
    }
}
