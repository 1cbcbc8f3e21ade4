public import CreditLedger

/// What an attempt means for its delivery.
public enum DeliveryVerdict: Hashable, Sendable {
    /// It was received: any 2xx.
    case delivered
    /// It is tried again at a moment.
    case retry(at: Timestamp)
    /// It is given up.
    case failed
    /// The receiver wants no more events, ever: 410.
    case gone

    /// The verdict on an attempt.
    ///
    /// A redirect is a failure like any other, for a receiver that moved is to be registered anew.
    /// - Parameters:
    ///   - reply: What came back; `nil` for no answer.
    ///   - number: Which attempt it was, from 1 on.
    ///   - now: When it ended.
    ///   - schedule: When failed ones are tried again.
    ///   - random: Where chance comes from.
    public init(
        on reply: WebhookReply?, ofAttempt number: Int, at now: Timestamp, by schedule: RetrySchedule,
        using random: inout some RandomNumberGenerator
    ) {
        switch reply?.status {
        case .some(200..<300): self = .delivered
        case .some(410): self = .gone
        default:
            let pause = schedule.pause(afterAttempt: number, wish: reply?.retryAfter, using: &random)
            self = pause.map { .retry(at: now.advanced(by: $0)) } ?? .failed
        }
    }
}
