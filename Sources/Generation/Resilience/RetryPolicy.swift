/// Says whether a provider is asked again after an error, and after what pause.
///
/// The pause is exponential backoff with full jitter: a random part of `base`, 2 × `base`, 4 × `base`, …,
/// `cap` at most (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). What the
/// provider says with Retry-After comes on top.
package struct RetryPolicy: Sendable {
    /// How often a provider is asked in all.
    package var tries: Int
    /// The longest first pause.
    package var base: Duration
    /// The longest of all pauses.
    package var cap: Duration

    /// A policy of so many tries, the first one included.
    package init(tries: Int = 3, base: Duration = .milliseconds(500), cap: Duration = .seconds(8)) {
        self.tries = tries
        self.base = base
        self.cap = cap
    }

    /// The pause before the next try; `nil` if there is to be none.
    ///
    /// - Parameters:
    ///   - made: How many tries have been made.
    ///   - patience: What is left of the time.
    ///   - chance: A random number from 0 to 1.
    func pause(after error: GeneratorError, made: Int, within patience: Duration, chance: Double) -> Duration? {
        guard made < tries, Self.isPassing(error) else { return nil }
        let ceiling = min(cap, base * Double(1 << min(made - 1, 20)))
        let pause = (Self.retryAfter(error) ?? .zero) + ceiling * chance
        return pause < patience ? pause : nil
    }

    /// Whether it may be otherwise in a moment. What was refused for its content stays refused, and an
    /// answer that broke off has cost the provider its work already.
    private static func isPassing(_ error: GeneratorError) -> Bool {
        switch error {
        case .rejected(let status, _, _, _): status == 429 || status >= 500
        case .unreachable: true
        case .timedOut, .contentBlocked, .answerCut, .resting, .unusablePicture, .drawingFailed: false
        }
    }

    private static func retryAfter(_ error: GeneratorError) -> Duration? {
        guard case .rejected(_, _, _, let retryAfter) = error else { return nil }
        return retryAfter
    }
}
