package import CreditLedger
import Logging

/// Asks one generator after the other until one draws.
///
/// A generator with others behind it gets half of the time that is left, so that they have some. What
/// was refused for its content is asked of nobody else.
package struct FallbackGenerator: TimedGenerator {
    private let first: any TimedGenerator
    private let others: [any TimedGenerator]
    private let time: Timekeeper
    private let logger = Logger(label: "generate-character")

    /// Asks `first`, and then the others in their order.
    package init(_ first: any TimedGenerator, then others: [any TimedGenerator]) {
        self.init(first, then: others, time: .system)
    }

    init(_ first: any TimedGenerator, then others: [any TimedGenerator], time: Timekeeper) {
        self.first = first
        self.others = others
        self.time = time
    }

    package var name: String { first.name }
    package var model: String { first.model }
    package var defaultQuality: PictureQuality { first.defaultQuality }
    /// Those that all of them draw.
    package var sizes: [PictureSize] { first.sizes.filter { size in others.allSatisfy { $0.sizes.contains(size) } } }
    package var deadline: Duration { first.deadline }

    package func draw(
        _ picture: PictureSpecification, within patience: Duration, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing {
        let end = time.reading() + patience
        var attempts: [GenerationAttempt] = []
        var next: any TimedGenerator = first
        for rest in 0... {
            let failure: DrawingFailure
            do throws(DrawingFailure) {
                let share = share(of: end - time.reading(), isLast: rest == others.count)
                return try await next.draw(picture, within: share, paidBy: hold).after(attempts)
            } catch {
                failure = error.after(attempts)
            }
            guard rest < others.count, goesOn(after: failure.error), time.reading() < end else { throw failure }
            attempts = failure.attempts
            report(failure, from: next, to: others[rest])
            next = others[rest]
        }
        throw DrawingFailure(.timedOut(after: patience), attempts: attempts)
    }

    private func share(of left: Duration, isLast: Bool) -> Duration {
        max(.zero, isLast ? left : left / 2)
    }

    private func goesOn(after error: GeneratorError) -> Bool {
        if case .contentBlocked = error { false } else { true }
    }

    private func report(_ failure: DrawingFailure, from: any TimedGenerator, to: any TimedGenerator) {
        logger.warning(
            "A generator failed; the next one is asked",
            metadata: ["generator": "\(from.name)", "next": "\(to.name)", "cause": "\(failure)"])
    }
}
