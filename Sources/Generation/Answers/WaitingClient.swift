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

    /// The client was answered: what it does then is its own business.
    public func answered() {
        state.withLock { state in
            state.isAnswered = true
            state.onGone = nil
        }
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
