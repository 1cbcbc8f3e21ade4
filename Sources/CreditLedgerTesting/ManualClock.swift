public import CreditLedger
import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: LedgerClock {
    /// 2026-01-01T00:00:00Z, where a clock stands unless it is set.
    public static let start = Timestamp(microseconds: 1_767_225_600_000_000)

    private let moment: Mutex<Timestamp>

    /// A clock that stands at `moment`.
    public init(at moment: Timestamp = ManualClock.start) {
        self.moment = Mutex(moment)
    }

    public func now() -> Timestamp {
        moment.withLock { $0 }
    }

    /// Moves the clock by `duration`, back if that is negative.
    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }

    /// Sets the clock, to an earlier moment as well as to a later one.
    public func set(to moment: Timestamp) {
        self.moment.withLock { $0 = moment }
    }
}
