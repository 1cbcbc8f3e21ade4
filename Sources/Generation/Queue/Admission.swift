import Synchronization

/// Counts who is inside, and lets no more in than there is room for.
final class Admission: Sendable {
    private struct State {
        var inside = 0
        var isClosed = false
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Takes a place; whoever has one must ``leave()``.
    func enter() throws(GenerationError) {
        let refusal = state.withLock { state -> GenerationError? in
            if state.isClosed { return .shuttingDown }
            if state.inside >= capacity { return .overloaded }
            state.inside += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Gives the place to another.
    func leave() {
        state.withLock { $0.inside -= 1 }
    }

    /// Lets nobody in any more.
    func close() {
        state.withLock { $0.isClosed = true }
    }
}
