import Synchronization

/// A number that tasks count up together.
final class Counter: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    @discardableResult
    func increment() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}
