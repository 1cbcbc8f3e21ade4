public import CreditLedger

/// For how long pictures are kept.
///
/// It counts from the moment at which a picture was asked for, which comes before it is stored; and it is removed some
/// time after it is kept no longer. So the history never shows a picture that was removed.
public struct ImageRetention: Hashable, Sendable {
    /// How long.
    public let duration: Duration

    /// A retention of a duration above zero.
    public init(_ duration: Duration) {
        precondition(duration > .zero, "Pictures are kept for some time, or without a limit.")
        self.duration = duration
    }

    /// The moment such that pictures stored before it are removed.
    ///
    /// Storages tell the time in whole seconds, by clocks of their own: hence a second, and a tenth of the duration
    /// or an hour, whichever is less.
    public func removalHorizon(at now: Timestamp) -> Timestamp {
        horizon(at: now).advanced(by: .zero - min(duration / 10, .seconds(3_600)) - .seconds(1))
    }

    private func horizon(at now: Timestamp) -> Timestamp {
        now.advanced(by: .zero - duration)
    }

    /// Whether the picture that a charge paid for is kept no more.
    public func isOver(for charge: Charge, at now: Timestamp) -> Bool {
        charge.opened.at < horizon(at: now)
    }
}
