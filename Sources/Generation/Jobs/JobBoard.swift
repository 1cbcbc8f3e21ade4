import CreditLedger
import Synchronization

/// How far a job of this process has come.
public struct JobProgress: Hashable, Sendable {
    /// Whether drawing has begun.
    public var isDispatched = false
    /// How many pictures are ready.
    public var done = 0
    /// How many pictures were ordered.
    public let count: Int
}

/// The jobs of this process that are under way: how far they are, who watches, and how to call one off.
final class JobBoard: Sendable {
    private struct Job {
        var progress: JobProgress
        var watchers: [AsyncStream<JobProgress>.Continuation] = []
        let cancellation: AsyncStream<Never>.Continuation
        var isCalledOff = false
    }

    private let jobs = Mutex<[ChargeID: Job]>([:])

    /// Puts a job up.
    ///
    /// - Returns: A stream that ends when the job is called off.
    func open(_ charge: ChargeID, count: Int) -> AsyncStream<Never> {
        let (stream, cancellation) = AsyncStream.makeStream(of: Never.self)
        jobs.withLock { $0[charge] = Job(progress: JobProgress(count: count), cancellation: cancellation) }
        return stream
    }

    /// Takes a job down, and lets its watchers go.
    func close(_ charge: ChargeID) {
        let job = jobs.withLock { $0.removeValue(forKey: charge) }
        for watcher in job?.watchers ?? [] { watcher.finish() }
    }

    /// Whether somebody has called a job off.
    func isCalledOff(_ charge: ChargeID) -> Bool {
        jobs.withLock { $0[charge]?.isCalledOff } == true
    }

    /// Notes that drawing has begun.
    ///
    /// - Returns: Whether it may: not once the job is called off.
    func dispatch(_ charge: ChargeID) -> Bool {
        guard !isCalledOff(charge) else { return false }
        change(charge) { $0.isDispatched = true }
        return true
    }

    /// Notes that one more picture is ready.
    func finishPicture(_ charge: ChargeID) {
        change(charge) { $0.done += 1 }
    }

    /// How far a job is, if it is one of this process.
    func progress(of charge: ChargeID) -> JobProgress? {
        jobs.withLock { $0[charge]?.progress }
    }

    /// Has the work at a job stop.
    func cancel(_ charge: ChargeID) {
        let job = jobs.withLock { jobs in
            jobs[charge]?.isCalledOff = true
            return jobs[charge]
        }
        job?.cancellation.finish()
    }

    /// Has all work stop.
    func cancelAll() {
        for cancellation in jobs.withLock({ $0.values.map(\.cancellation) }) { cancellation.finish() }
    }

    /// How far a job is, and then each step of its, until it ends; `nil` if it is none of this process.
    func watch(_ charge: ChargeID) -> AsyncStream<JobProgress>? {
        jobs.withLock { jobs in
            guard let progress = jobs[charge]?.progress else { return nil }
            let (stream, watcher) = AsyncStream.makeStream(of: JobProgress.self, bufferingPolicy: .bufferingNewest(16))
            watcher.yield(progress)
            jobs[charge]?.watchers.append(watcher)
            return stream
        }
    }

    private func change(_ charge: ChargeID, _ change: (inout JobProgress) -> Void) {
        jobs.withLock { jobs in
            guard var job = jobs[charge] else { return }
            let before = job.progress
            change(&job.progress)
            jobs[charge] = job
            guard job.progress != before else { return }
            for watcher in job.watchers { watcher.yield(job.progress) }
        }
    }
}
