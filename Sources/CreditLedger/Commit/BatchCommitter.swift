/// Brings a batch through a store that may fail: tries again what may pass, and does not let one
/// command's failure become another's.
struct BatchCommitter: Sendable {
    let store: any LedgerStore
    let rules: LedgerRules
    let retry: RetryPolicy

    /// A decision for each command, in their order.
    func commit(_ commands: [LedgerCommand]) async -> [GroupCommit.Decision] {
        do {
            return try await commitWithRetries(commands).map { .success($0) }
        } catch {
            guard commands.count > 1, error.isOfOneCommand else {
                return commands.map { _ in .failure(error) }
            }
            // One of them is at fault: the halves find out which, and the others pass.
            let middle = commands.count / 2
            let first = await commit(Array(commands[..<middle]))
            return first + (await commit(Array(commands[middle...])))
        }
    }

    /// Tries the same batch again while the failure is a passing one. A commit of unknown outcome
    /// may be tried again as well: what it did is known by its references and its charges.
    private func commitWithRetries(
        _ commands: [LedgerCommand]
    ) async throws(StoreFailure) -> [Result<Posting, Refusal>] {
        var waits = retry.waits.makeIterator()
        while true {
            do throws(StoreFailure) {
                return try await store.commit(commands, by: rules)
            } catch {
                guard error.isTransient, let wait = waits.next() else { throw error }
                await pause(wait)
            }
        }
    }

    /// Waits, and goes on waiting when the calling task is cancelled: the batch has other callers.
    private func pause(_ duration: Duration) async {
        let deadline = ContinuousClock.now + duration
        await Task.detached { try? await Task.sleep(until: deadline, clock: .continuous) }.value
    }
}

/// How often and after which pauses a passing failure of the store is tried again.
public struct RetryPolicy: Sendable {
    /// The pauses between the tries.
    public var waits: [Duration]

    /// A policy of pauses; some 5 seconds in all by default.
    public init(waits: [Duration] = [10, 50, 100, 250, 500, 1_000, 1_500, 1_500].map { .milliseconds($0) }) {
        self.waits = waits
    }

    /// No second try.
    public static let never = RetryPolicy(waits: [])
}
