import Synchronization

/// A client that waits for its pictures: whether it still does, and for which charge.
///
/// One that hangs up before it was answered leaves its generation to the next same request. One that sent an
/// idempotency key will ask with that.
public final class WaitingClient: Sendable {
    private struct State {
        var isGone = false
        var isAnswered = false
        var onGone: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// A client that waits.
    public init() {}

    /// The client has gone; whether it was answered before is known here.
    public func hangUp() {
        let act = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.isAnswered else { return nil }
            state.isGone = true
            defer { state.onGone = nil }
            return state.onGone
        }
        act?()
    }

    /// The client's answer goes out: what it does from then on is its own business. To be told ahead of the writing,
    /// for a client may have read its answer and hung up before the writer is told that it has written.
    public func answered() {
        state.withLock { $0.isAnswered = true }
    }

    /// The answer that was to go out could not be written.
    public func answerFailed() {
        state.withLock { $0.isAnswered = false }
        hangUp()
    }

    /// Has something done once the client has gone unanswered; at once if it has already.
    func onGone(_ act: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            if !state.isGone { state.onGone = act }
            return state.isGone
        }
        if isGone { act() }
    }
}
