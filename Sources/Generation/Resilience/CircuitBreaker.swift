/// Keeps away from a provider that fails again and again, and looks now and then whether it is back
/// (M. Nygard, "Release It!", 2007).
///
/// Closed, it lets everyone through. After so many failures in a row it opens, and lets nobody through for
/// a while; then it is half open and lets one through, whose fate decides.
struct CircuitBreaker: Sendable {
    /// What it lets through now.
    enum State: Equatable, Sendable {
        /// Everyone; so many have failed in a row.
        case closed(failures: Int)
        /// Nobody until then.
        case open(until: Duration)
        /// Nobody but the one who is under way.
        case halfOpen
    }

    /// Given to who is let through, to be shown with the outcome: one from before the last change of
    /// state says nothing about the provider as it is now.
    struct Pass: Equatable, Sendable {
        fileprivate let era: Int
    }

    private(set) var state = State.closed(failures: 0)

    private let limit: Int
    private let rest: Duration
    private var era = 0

    /// - Parameters:
    ///   - limit: How many failures in a row open it; 0 for never.
    ///   - rest: How long it stays open.
    init(limit: Int, rest: Duration) {
        self.limit = limit
        self.rest = rest
    }

    /// Lets someone through, or tells how long nobody is.
    mutating func admit(at now: Duration) -> Result<Pass, Resting> {
        switch state {
        case .closed:
            return .success(Pass(era: era))
        case .open(let end) where now < end:
            return .failure(Resting(duration: end - now))
        case .open:
            change(to: .halfOpen)
            return .success(Pass(era: era))
        case .halfOpen:
            return .failure(Resting(duration: rest))
        }
    }

    /// Notes what came of one who was let through.
    mutating func record(success: Bool, of pass: Pass, at now: Duration) {
        guard pass.era == era else { return }
        switch state {
        case .closed(let failures):
            let count = success ? 0 : failures + 1
            if limit > 0, count >= limit {
                change(to: .open(until: now + rest))
            } else {
                state = .closed(failures: count)
            }
        case .halfOpen:
            change(to: success ? .closed(failures: 0) : .open(until: now + rest))
        case .open:
            break
        }
    }

    private mutating func change(to next: State) {
        state = next
        era += 1
    }

    /// Nobody is let through for so long.
    struct Resting: Error, Equatable {
        let duration: Duration
    }
}
