import CreditLedger
import Synchronization

/// Work that many callers ask for at the same time, each waiting for its own answer.
struct Load {
    /// How many callers there are.
    var callers: Int
    /// How often they ask in all.
    var count: Int

    /// What came of it.
    struct Outcome {
        /// How long all of it took.
        let elapsed: Duration
        /// How long each answer took, in milliseconds.
        let latencies: [Double]
        /// How often was asked in a second.
        var rate: Double { Double(latencies.count) / max(1e-9, elapsed.seconds) }
    }

    /// Asks: each caller takes the next number, works on it, and comes for another.
    @discardableResult
    func run(_ work: @escaping @Sendable (Int) async throws -> Void) async throws -> Outcome {
        let numbers = Numbers(count: count)
        let start = ContinuousClock.now
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<min(callers, count) {
                group.addTask {
                    var own: [Double] = []
                    while let number = numbers.next() {
                        let start = ContinuousClock.now
                        try await work(number)
                        own.append((ContinuousClock.now - start).milliseconds)
                    }
                    return own
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Outcome(elapsed: ContinuousClock.now - start, latencies: latencies)
    }

    private final class Numbers: Sendable {
        private let count: Int
        private let taken = Atomic(0)

        init(count: Int) {
            self.count = count
        }

        func next() -> Int? {
            let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
            return number < count ? number : nil
        }
    }
}
