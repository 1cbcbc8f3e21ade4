package import CreditLedger
import Synchronization

/// Asks a provider for no more pictures at once than it bears, and leaves it alone while it is down.
package final class GuardedGenerator<Inner: TimedGenerator>: TimedGenerator {
    private let inner: Inner
    private let time: Timekeeper
    private let turnstile: Turnstile
    private let breaker: Mutex<CircuitBreaker>

    /// - Parameters:
    ///   - concurrency: How many pictures are asked for at once; the others wait.
    ///   - failureLimit: After how many failures in a row the provider is left alone; 0 for never.
    ///   - rest: For how long.
    package convenience init(
        _ inner: Inner, concurrency: Int, failureLimit: Int, rest: Duration = .seconds(15)
    ) {
        self.init(
            inner, concurrency: concurrency, breaker: CircuitBreaker(limit: failureLimit, rest: rest), time: .system)
    }

    init(_ inner: Inner, concurrency: Int, breaker: CircuitBreaker, time: Timekeeper) {
        self.inner = inner
        self.time = time
        turnstile = Turnstile(capacity: concurrency)
        self.breaker = Mutex(breaker)
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
        let attempt = AttemptTimer(provider: name, time: time)
        guard await turnstile.enter(within: patience, time: time) else {
            throw DrawingFailure(.timedOut(after: patience), attempts: [attempt.record(.timedOut)])
        }
        defer { turnstile.leave() }
        let pass: CircuitBreaker.Pass
        switch breaker.withLock({ $0.admit(at: time.reading()) }) {
        case .success(let admitted): pass = admitted
        case .failure(let resting):
            throw DrawingFailure(.resting(for: resting.duration), attempts: [attempt.record(.skipped)])
        }
        do throws(DrawingFailure) {
            let drawing = try await inner.draw(picture, within: max(.zero, end - time.reading()), paidBy: hold)
            record(success: true, of: pass)
            return drawing
        } catch {
            record(success: !Self.tellsOfAnOutage(error.error), of: pass)
            throw error
        }
    }

    private func record(success: Bool, of pass: CircuitBreaker.Pass) {
        breaker.withLock { $0.record(success: success, of: pass, at: time.reading()) }
    }

    /// Whether an error is one of the provider as such, rather than of this one request.
    private static func tellsOfAnOutage(_ error: GeneratorError) -> Bool {
        switch error {
        case .timedOut, .unreachable, .answerCut: true
        case .rejected(let status, _, _, _): status >= 500
        case .contentBlocked, .resting, .unusablePicture, .drawingFailed: false
        }
    }
}
