/// The time for some work is over.
struct DeadlineExceeded: Error {}

/// Runs `work`, and cancels it if it takes longer than `duration`.
///
/// - Throws: ``DeadlineExceeded``, or what `work` throws.
func withDeadline<Value: Sendable>(
    _ duration: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: duration)
            throw DeadlineExceeded()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw DeadlineExceeded() }
        return first
    }
}
