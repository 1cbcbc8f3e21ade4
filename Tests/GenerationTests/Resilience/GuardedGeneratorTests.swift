import Testing

@testable import Generation

@Suite struct GuardedGeneratorTests {
    private let time = ManualTime()

    private func guarded(_ inner: PlannedGenerator, limit: Int = 2) -> GuardedGenerator<PlannedGenerator> {
        GuardedGenerator(
            inner, concurrency: 4, breaker: CircuitBreaker(limit: limit, rest: .seconds(15)), time: time.keeper)
    }

    @Test func `a provider that is down is left alone, and found again`() async throws {
        let inner = PlannedGenerator(failing: .status(500), .timedOut(after: .seconds(1)))
        let guarded = guarded(inner)
        for _ in 0..<2 { _ = try await guarded.outcome() }
        let skipped = try await guarded.outcome()
        #expect { try skipped.get() } throws: { error in
            guard let failure = error as? DrawingFailure, case .resting(.seconds(15)) = failure.error else {
                return false
            }
            return failure.attempts.map(\.outcome) == [.skipped]
        }
        #expect(inner.patiences.count == 2, "It was not asked")
        time.advance(by: .seconds(15))
        await #expect(throws: Never.self) { try await guarded.outcome().get() }
    }

    @Test(arguments: [
        GeneratorError.contentBlocked(requestID: nil), .status(400), .status(429), .unusablePicture(""),
    ])
    func `an answer about one request says nothing against the provider`(_ error: GeneratorError) async throws {
        let guarded = guarded(PlannedGenerator(failing: error, error, error))
        for _ in 0..<3 { _ = try await guarded.outcome() }
        await #expect(throws: Never.self) { try await guarded.outcome().get() }
    }

    @Test func `no more are asked for at once than the provider bears`() async throws {
        let counts = Shared((inside: 0, most: 0))
        let step = PlannedGenerator.Step.works {
            counts.change {
                $0.inside += 1
                $0.most = max($0.most, $0.inside)
            }
            try? await Task.sleep(for: .milliseconds(2))
            counts.change { $0.inside -= 1 }
            return nil
        }
        let guarded = GuardedGenerator(
            PlannedGenerator("busy", Array(repeating: step, count: 40)), concurrency: 3, failureLimit: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { _ = try await guarded.outcome().get() } }
            try await group.waitForAll()
        }
        #expect(counts.value.most == 3)
    }
}
