import Testing

@testable import Generation

@Suite struct RetryingGeneratorTests {
    private let time = ManualTime()

    private func retrying(_ inner: PlannedGenerator, tries: Int = 3) -> RetryingGenerator<PlannedGenerator> {
        RetryingGenerator(
            inner, policy: RetryPolicy(tries: tries, base: .seconds(10), cap: .seconds(40)), time: time.keeper,
            chance: { 0.5 })
    }

    @Test func `a picture after two failures carries all three tries`() async throws {
        let inner = PlannedGenerator(failing: .status(500), .unreachable(CancellationError()))
        let drawing = try await retrying(inner).outcome().get()
        #expect(drawing.attempts.map(\.outcome) == [.rejected, .unreachable, .delivered])
        #expect(time.pauses == [.seconds(5), .seconds(10)])
        #expect(inner.patiences == [.seconds(60), .seconds(55), .seconds(45)])
    }

    @Test func `the last failure is told with all tries`() async throws {
        let inner = PlannedGenerator(failing: .status(500), .status(502), .status(503), thenDraws: false)
        let outcome = try await retrying(inner).outcome()
        #expect { try outcome.get() } throws: { error in
            guard let failure = error as? DrawingFailure, case .rejected(503, _, _, _) = failure.error else {
                return false
            }
            return failure.attempts.count == 3
        }
    }

    @Test func `content that was refused is not asked for again`() async throws {
        let inner = PlannedGenerator(failing: .contentBlocked(requestID: nil))
        let outcome = try await retrying(inner).outcome()
        #expect(throws: DrawingFailure.self) { try outcome.get() }
        #expect(inner.patiences.count == 1)
    }

    @Test func `no try begins after the deadline`() async throws {
        let slowly = PlannedGenerator.Step.works { [time] in
            time.advance(by: .seconds(40))
            return .status(500)
        }
        let inner = PlannedGenerator("slow", Array(repeating: slowly, count: 9))
        let outcome = try await retrying(inner, tries: 9).outcome()
        #expect(throws: DrawingFailure.self) { try outcome.get() }
        #expect(
            inner.patiences == [.seconds(60), .seconds(15)], "After 40 s and a pause of 5 s 15 are left, then none")
    }

    @Test func `nobody asks again for one who has gone`() async throws {
        let inner = PlannedGenerator(failing: .status(500), .status(500))
        let retrying = retrying(inner)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await retrying.outcome()
        }
        let outcome = try? await task.value
        #expect(throws: DrawingFailure.self) { try outcome?.get() }
        #expect(inner.patiences.count == 1)
    }
}
