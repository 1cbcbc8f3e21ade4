import Testing

@testable import Generation

@Suite struct FallbackGeneratorTests {
    private let time = ManualTime()

    @Test func `the next one draws if the first cannot, and is named as who drew`() async throws {
        let first = PlannedGenerator("first", failing: .status(401), thenDraws: false)
        let second = PlannedGenerator("second", failing: .unusablePicture(""), thenDraws: false)
        let third = PlannedGenerator("third", failing: [])
        let drawing = try await FallbackGenerator(first, then: [second, third], time: time.keeper).outcome().get()
        #expect(drawing.generator == "third")
        #expect(drawing.attempts.map(\.provider) == ["first", "second", "third"])
        #expect(drawing.attempts.map(\.outcome) == [.rejected, .unusable, .delivered])
    }

    @Test func `each gets half of what is left, and the last all of it`() async throws {
        let generators = (1...3).map { PlannedGenerator("\($0)", failing: .status(500), thenDraws: false) }
        let fallback = FallbackGenerator(generators[0], then: Array(generators[1...]), time: time.keeper)
        _ = try await fallback.outcome()
        #expect(generators.map(\.patiences) == [[.seconds(30)], [.seconds(30)], [.seconds(60)]])
    }

    @Test func `content that one refused is asked of nobody else`() async throws {
        let second = PlannedGenerator("second", failing: [])
        let first = PlannedGenerator("first", failing: .contentBlocked(requestID: "r"), thenDraws: false)
        let outcome = try await FallbackGenerator(first, then: [second], time: time.keeper).outcome()
        #expect { try outcome.get() } throws: { error in
            guard let failure = error as? DrawingFailure, case .contentBlocked("r") = failure.error else {
                return false
            }
            return true
        }
        #expect(second.patiences.isEmpty)
    }

    @Test func `nobody is asked when the time is over`() async throws {
        let second = PlannedGenerator("second", failing: [])
        let slowly = PlannedGenerator.Step.works { [time] in
            time.advance(by: .seconds(60))
            return .timedOut(after: .seconds(60))
        }
        let first = PlannedGenerator("first", [slowly])
        let outcome = try await FallbackGenerator(first, then: [second], time: time.keeper).outcome()
        #expect(throws: DrawingFailure.self) { try outcome.get() }
        #expect(second.patiences.isEmpty)
    }
}
