import CreditLedger
import Synchronization

/// Lets so many draw at once; who waits is let in by turns of the accounts.
final class Turns: Sendable {
    private struct State {
        var free: Int
        var queue = FairQueue<AccountID, Waiter>()
        var isClosed = false
    }

    private let state: Mutex<State>

    /// Turns for so many at once.
    init(limit: Int) {
        state = Mutex(State(free: limit))
    }

    /// Waits for a turn; whoever got one must ``giveBack()``.
    ///
    /// - Returns: Whether it got one: not if the task was cancelled, or the place has closed.
    func take(for account: AccountID) async -> Bool {
        let waiter = Waiter()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiter.wait(continuation)
                enter(waiter, of: account)
            }
        } onCancel: {
            waiter.answer(false)
        }
    }

    private func enter(_ waiter: Waiter, of account: AccountID) {
        let hasTurn = state.withLock { state -> Bool? in
            if state.isClosed { return false }
            guard state.free > 0 else {
                state.queue.enqueue(waiter, of: account)
                return nil
            }
            state.free -= 1
            return true
        }
        guard let hasTurn else { return }
        if !waiter.answer(hasTurn), hasTurn { giveBack() }
    }

    /// Ends a turn: the next one's begins.
    func giveBack() {
        while true {
            let next = state.withLock { state -> Waiter? in
                let next = state.queue.next()
                if next == nil { state.free += 1 }
                return next
            }
            // One who was turned away while it waited takes no turn.
            guard let next, !next.answer(true) else { return }
        }
    }

    /// Turns away whoever waits, and whoever comes.
    func close() {
        let waiting = state.withLock { state -> [Waiter] in
            state.isClosed = true
            var waiting: [Waiter] = []
            while let next = state.queue.next() { waiting.append(next) }
            return waiting
        }
        for waiter in waiting { waiter.answer(false) }
    }
}

/// One who waits for a turn, and is answered once.
private final class Waiter: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Bool, Never>)
        case answered
    }

    private let state = Mutex(State.new)

    func wait(_ continuation: CheckedContinuation<Bool, Never>) {
        let isTooLate = state.withLock { state in
            guard case .new = state else { return true }
            state = .waiting(continuation)
            return false
        }
        if isTooLate { continuation.resume(returning: false) }
    }

    /// - Returns: Whether this was its first answer.
    @discardableResult
    func answer(_ hasTurn: Bool) -> Bool {
        let (continuation, isFirst) = state.withLock { state -> (CheckedContinuation<Bool, Never>?, Bool) in
            defer { state = .answered }
            return switch state {
            case .new: (nil, true)
            case .waiting(let continuation): (continuation, true)
            case .answered: (nil, false)
            }
        }
        continuation?.resume(returning: hasTurn)
        return isFirst
    }
}
