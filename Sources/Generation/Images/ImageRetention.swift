public import CreditLedger

/// For how long pictures are kept.
///
/// It counts from the moment at which a picture was asked for, which comes before it is stored. So the history
/// never shows a picture that was removed: it stops showing one no later than it goes.
public struct ImageRetention: Hashable, Sendable {
    /// How long.
    public let duration: Duration

    /// A retention of a duration above zero.
    public init(_ duration: Duration) {
        precondition(duration > .zero, "Pictures are kept for some time, or without a limit.")
        self.duration = duration
    }

    /// The moment before which pictures are removed.
    public func horizon(at now: Timestamp) -> Timestamp {
        now.advanced(by: .zero - duration)
    }

    /// Whether the picture that a charge paid for is kept no more.
    public func isOver(for charge: Charge, at now: Timestamp) -> Bool {
        charge.opened.at < horizon(at: now)
    }
}
