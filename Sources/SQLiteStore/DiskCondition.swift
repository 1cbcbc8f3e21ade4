import SQL
import Synchronization

/// Whether the disk under a data file can be trusted; once it has failed, never again in this process.
///
/// After a failed sync the system may have dropped what was written, and it says so only once: the
/// next sync succeeds, and whoever goes on builds on what is not there (Rebello et al., "Can
/// Applications Recover from fsync Failures?", USENIX ATC 2020). What is on disk is found by the
/// next process that opens the file.
final class DiskCondition: Sendable {
    private let known = Mutex<SQLFailure?>(nil)
    private let failures: AsyncStream<SQLFailure>
    private let inlet: AsyncStream<SQLFailure>.Continuation

    init() {
        (failures, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Whether the disk has failed.
    var hasFailed: Bool { known.withLock { $0 != nil } }

    /// Runs `work` on a disk that has not failed yet, and remembers it if it fails in it.
    func guarding<Value>(_ work: () throws -> Value) throws -> Value {
        if let failure = known.withLock({ $0 }) { throw failure }
        do { return try work() } catch {
            note(SQLFailure(error))
            throw error
        }
    }

    /// The disk's failure, as soon as there is one; `nil` if the calling task is cancelled before.
    func failure() async -> SQLFailure? {
        await failures.first { _ in true }
    }

    private func note(_ failure: SQLFailure) {
        guard failure.code == .diskFailed else { return }
        known.withLock { $0 = $0 ?? failure }
        inlet.yield(failure)
    }
}
