/// When a delivery that failed is tried again: after pauses that grow, each a little longer by chance, so
/// that what failed together does not come back together.
///
/// Source of the default: the schedule that Standard Webhooks 1.0.0 recommends, over a little more than a day.
public struct RetrySchedule: Hashable, Sendable {
    /// The pause after the first attempt that failed, after the second, …; behind the last, it is given up.
    public let pauses: [Duration]

    /// The most that chance adds to a pause, as a part of it.
    public static let jitter = 0.2
    /// The longest that a receiver can ask to be left alone, by `Retry-After`.
    public static let longestPause = Duration.seconds(86_400)

    /// 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h: eight attempts within about 28 h.
    public static let standard = RetrySchedule(
        pauses: [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map { .seconds($0) })

    /// A schedule of such pauses.
    public init(pauses: [Duration]) {
        self.pauses = pauses
    }

    /// How long to wait after the attempt of a number, from 1 on, has failed; `nil` to give up.
    ///
    /// - Parameters:
    ///   - wish: How long the receiver asks to be left alone.
    ///   - random: Where chance comes from.
    public func pause(
        afterAttempt number: Int, wish: Duration? = nil, using random: inout some RandomNumberGenerator
    ) -> Duration? {
        guard number >= 1, number <= pauses.count else { return nil }
        let pause = pauses[number - 1] * (1 + Double.random(in: 0...Self.jitter, using: &random))
        return max(pause, min(wish ?? .zero, Self.longestPause))
    }
}
