import Synchronization

/// Lets so many in at once; the others wait in line, and the first to come is the first to go in.
final class Turnstile: Sendable {
    private struct State {
        var inside = 0
        var number: UInt64 = 0
        var line: [Waiter] = []
    }

    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many are inside, and how many wait.
    var counts: (inside: Int, waiting: Int) { state.withLock { ($0.inside, $0.line.count) } }

    /// Goes in; whoever did must ``leave()``. `false` if the time or the task was over first.
    func enter(within patience: Duration, time: Timekeeper) async -> Bool {
        if enterAtOnce() { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.enterInLine() }
            group.addTask {
                try? await time.sleep(patience)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            // One who got in just as the time was over is in.
            return await group.reduce(first) { $0 || $1 }
        }
    }

    /// Gives the place to the next in line.
    func leave() {
        let next = state.withLock { state -> Waiter? in
            if state.line.isEmpty {
                state.inside -= 1
                return nil
            }
            return state.line.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }

    private func enterAtOnce() -> Bool {
        state.withLock { state in
            guard state.inside < capacity, state.line.isEmpty else { return false }
            state.inside += 1
            return true
        }
    }

    private func enterInLine() async -> Bool {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if let answer = queue(Waiter(number: number, continuation: continuation)) {
                    continuation.resume(returning: answer)
                }
            }
        } onCancel: {
            withdraw(number)
        }
    }

    /// Joins the line; or tells at once, if there is room or the task was cancelled before it joined.
    private func queue(_ waiter: Waiter) -> Bool? {
        state.withLock { state in
            if Task.isCancelled { return false }
            if state.inside < capacity {
                state.inside += 1
                return true
            }
            state.line.append(waiter)
            return nil
        }
    }

    private func withdraw(_ number: UInt64) {
        let waiter = state.withLock { state in
            state.line.firstIndex { $0.number == number }.map { state.line.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: false)
    }
}
