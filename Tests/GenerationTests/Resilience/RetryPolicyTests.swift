import Foundation
import Testing

@testable import Generation

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(tries: 6, base: .milliseconds(500), cap: .seconds(4))

    private func pause(
        _ error: GeneratorError, made: Int = 1, within patience: Duration = .seconds(100), chance: Double = 1
    ) -> Duration? {
        policy.pause(after: error, made: made, within: patience, chance: chance)
    }

    @Test func `the longest pause doubles up to its cap`() {
        let pauses = (1...5).map { pause(.status(500), made: $0) }
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(4)])
    }

    @Test(arguments: [0, 0.25, 1]) func `a pause is any part of the longest one`(_ chance: Double) {
        #expect(pause(.status(503), made: 2, chance: chance) == .seconds(1) * chance)
    }

    @Test func `what the provider asks for is waited in any case`() {
        #expect(pause(.status(429, retryAfter: .seconds(7)), chance: 0) == .seconds(7))
        #expect(pause(.status(429, retryAfter: .seconds(7)), chance: 1) == .milliseconds(7_500))
    }

    @Test func `nobody waits for what would come too late`() {
        #expect(pause(.status(429, retryAfter: .seconds(7)), within: .seconds(7), chance: 0) == nil)
        #expect(pause(.status(500), within: .zero, chance: 0) == nil)
    }

    @Test func `there are so many tries and no more`() {
        #expect(pause(.status(500), made: 5) != nil)
        #expect(pause(.status(500), made: 6) == nil)
    }

    @Test(arguments: [
        GeneratorError.contentBlocked(requestID: nil), .timedOut(after: .seconds(1)), .answerCut(CancellationError()),
        .unusablePicture(""), .resting(for: .seconds(1)), .status(400), .status(401), .status(404), .status(422),
    ])
    func `what stays as it is or was paid for is not asked again`(_ error: GeneratorError) {
        #expect(pause(error) == nil)
    }

    @Test(arguments: [
        GeneratorError.unreachable(CancellationError()), .status(429), .status(500), .status(502), .status(503),
    ])
    func `what passes is asked again`(_ error: GeneratorError) {
        #expect(pause(error) != nil)
    }
}
