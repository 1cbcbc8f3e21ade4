/// Ticks at once, and then after each interval, until cancelled.
struct AsyncTimer: AsyncSequence, Sendable {
    private let interval: Duration

    init(every interval: Duration) {
        self.interval = interval
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(interval: interval)
    }

    struct Iterator: AsyncIteratorProtocol {
        private let interval: Duration
        private var isFirst = true

        init(interval: Duration) {
            self.interval = interval
        }

        mutating func next() async -> Void? {
            if isFirst {
                isFirst = false
                return ()
            }
            do { try await Task.sleep(for: interval) } catch { return nil }
            return ()
        }
    }
}
