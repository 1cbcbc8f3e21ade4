public import CreditLedger
public import SQL
public import ServiceLifecycle

/// What generations keep besides their charges.
public struct GenerationBooks: Service {
    /// Which charges are jobs that nobody waits for.
    public let jobs: JobRecords
    /// Which generations no client was told of.
    public let unanswered: UnansweredBook
    /// Generations by their orders.
    public let pictures: PictureIndex
    /// Answers that are to be given again.
    public let answers: StoredAnswers

    /// The books in `database`.
    public init(database: some SQLDatabase, clock: any LedgerClock = SystemClock()) {
        jobs = JobRecords(database: database, clock: clock)
        unanswered = UnansweredBook(database: database, clock: clock)
        pictures = PictureIndex(database: database)
        answers = StoredAnswers(database: database, clock: clock)
    }

    /// Writes down what is noted, until shut down.
    public func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await unanswered.run() }
            group.addTask { try await pictures.run() }
            group.addTask { try await answers.run() }
        }
    }
}
