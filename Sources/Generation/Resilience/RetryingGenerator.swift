package import CreditLedger
import Logging

/// Asks a generator again after errors that pass, as long as there is time.
package struct RetryingGenerator<Inner: TimedGenerator>: TimedGenerator {
    private let inner: Inner
    private let policy: RetryPolicy
    private let time: Timekeeper
    private let chance: @Sendable () -> Double
    private let logger = Logger(label: "generate-character")

    /// Asks `inner` as often as `policy` says.
    package init(_ inner: Inner, policy: RetryPolicy) {
        self.init(inner, policy: policy, time: .system, chance: { .random(in: 0...1) })
    }

    init(_ inner: Inner, policy: RetryPolicy, time: Timekeeper, chance: @escaping @Sendable () -> Double) {
        self.inner = inner
        self.policy = policy
        self.time = time
        self.chance = chance
    }

    package var name: String { inner.name }
    package var model: String { inner.model }
    package var defaultQuality: PictureQuality { inner.defaultQuality }
    package var sizes: [PictureSize] { inner.sizes }
    package var deadline: Duration { inner.deadline }

    package func draw(
        _ picture: PictureSpecification, within patience: Duration, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing {
        let end = time.reading() + patience
        var attempts: [GenerationAttempt] = []
        for made in 1... {
            let failure: DrawingFailure
            do throws(DrawingFailure) {
                let drawing = try await inner.draw(picture, within: left(until: end), paidBy: hold)
                return drawing.after(attempts)
            } catch {
                failure = error.after(attempts)
            }
            attempts = failure.attempts
            let pause = policy.pause(
                after: failure.error, made: made, within: left(until: end), chance: chance())
            guard let pause, await waited(pause, after: failure) else { throw failure }
        }
        throw DrawingFailure(.timedOut(after: patience), attempts: attempts)
    }

    private func left(until end: Duration) -> Duration { max(.zero, end - time.reading()) }

    /// Waits; `false` if nobody wants the picture any more.
    private func waited(_ pause: Duration, after failure: DrawingFailure) async -> Bool {
        logger.info(
            "The provider is asked again",
            metadata: ["generator": "\(name)", "pause": "\(pause)", "cause": "\(failure.error)"])
        do { try await time.sleep(pause) } catch { return false }
        return true
    }
}

extension Drawing {
    /// The same drawing, with the tries that went before.
    func after(_ earlier: [GenerationAttempt]) -> Drawing {
        Drawing(picture: picture, generator: generator, attempts: earlier + attempts)
    }
}

extension DrawingFailure {
    /// The same failure, with the tries that went before.
    func after(_ earlier: [GenerationAttempt]) -> DrawingFailure {
        DrawingFailure(error, attempts: earlier + attempts)
    }
}
