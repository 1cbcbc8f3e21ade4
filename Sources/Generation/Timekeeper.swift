import CreditLedger

/// Time as generators see it: the date for records, a reading that never jumps, and a way to wait.
struct Timekeeper: Sendable {
    /// The date.
    let date: @Sendable () -> Timestamp
    /// How long it is since some fixed moment.
    let reading: @Sendable () -> Duration
    /// Waits, or throws when the task is cancelled.
    let sleep: @Sendable (Duration) async throws -> Void

    /// The machine's clocks.
    static let system: Timekeeper = {
        let start = ContinuousClock.now
        return Timekeeper(
            date: { SystemClock().now() }, reading: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) })
    }()
}

/// Begun when a try begins, and turned into its record when it ends.
struct AttemptTimer {
    private let provider: String
    private let model: String?
    private let time: Timekeeper
    private let started: Timestamp
    private let start: Duration

    init(provider: String, model: String? = nil, time: Timekeeper) {
        self.provider = provider
        self.model = model
        self.time = time
        started = time.date()
        start = time.reading()
    }

    /// The record of a try that has ended now.
    func record(
        _ outcome: GenerationAttempt.Outcome, requestID: String? = nil, status: Int? = nil
    ) -> GenerationAttempt {
        let elapsed = (time.reading() - start).components
        return GenerationAttempt(
            provider: provider, model: model, requestID: requestID, status: status, outcome: outcome,
            started: started,
            milliseconds: elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000)
    }
}
