import CreditLedger
public import ServiceLifecycle
import Synchronization

/// Runs work to its end, whether or not the one who asked for it is still there: a client that hangs
/// up does not stop what it has paid for.
public struct Workshop: Service {
    typealias Job = @Sendable () async -> Void

    let turns: Turns
    let board = JobBoard()

    private let jobs: AsyncStream<Job>
    private let inlet: AsyncStream<Job>.Continuation
    private let admission: Admission
    private let grace: Duration
    private let closing: AsyncStream<Void>
    private let closer: AsyncStream<Void>.Continuation

    /// A workshop that takes so many orders at once, waiting ones included.
    ///
    /// - Parameters:
    ///   - capacity: How many orders it takes before it turns others away.
    ///   - concurrency: How many pictures are drawn at once.
    ///   - grace: For how long it goes on once it is told to close; what is not done by then is let go of.
    public init(capacity: Int, concurrency: Int, grace: Duration = .seconds(30)) {
        (jobs, inlet) = AsyncStream.makeStream()
        (closing, closer) = AsyncStream.makeStream()
        admission = Admission(capacity: capacity)
        turns = Turns(limit: concurrency)
        self.grace = grace
    }

    /// Runs until shut down, and then until the last job that was taken is done.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await letGoAfterGrace() }
                await withDiscardingTaskGroup { group in
                    for await job in jobs {
                        group.addTask { await job() }
                    }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            close()
            inlet.finish()
        }
    }

    /// Takes no more orders, and lets go of what is not done when the time of grace is over.
    func close() {
        admission.close()
        closer.finish()
    }

    private func letGoAfterGrace() async {
        for await _ in closing {}
        do { try await Task.sleep(for: grace) } catch { return }
        turns.close()
        board.cancelAll()
    }

    /// Has `work` done, and waits for its answer; it may go on after that.
    ///
    /// - Throws: ``GenerationError/overloaded`` or ``GenerationError/shuttingDown`` before it begins.
    func perform<Value: Sendable>(
        _ work: @escaping @Sendable (Reply<Value>) async -> Void
    ) async throws(GenerationError) -> Value {
        try admission.enter()
        let result = await withCheckedContinuation { caller in
            let reply = Reply<Value>(to: caller)
            let job: Job = {
                await work(reply)
                admission.leave()
                reply.give(.failure(.stillRunning))
            }
            guard case .enqueued = inlet.yield(job) else {
                admission.leave()
                return reply.give(.failure(.shuttingDown))
            }
        }
        return try result.get()
    }

    /// Has `work` done without anybody waiting, past the bound if need be: it was paid for in another process.
    func take(_ work: @escaping Job) {
        inlet.yield(work)
    }
}

/// Tells the workshop to close as soon as the server begins to stop, for the requests that it still answers.
///
/// The last of the group, so that it is the first to hear of it.
public struct WorkshopCloser: Service {
    private let workshop: Workshop

    /// A closer of a workshop.
    public init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Waits until the group shuts down.
    public func run() async throws {
        try await gracefulShutdown()
        workshop.close()
    }
}

/// The one answer that somebody waits for; a second one goes nowhere.
final class Reply<Value: Sendable>: Sendable {
    typealias Caller = CheckedContinuation<Result<Value, GenerationError>, Never>

    private let caller: Mutex<Caller?>

    init(to caller: Caller) {
        self.caller = Mutex(caller)
    }

    func give(_ result: Result<Value, GenerationError>) {
        let caller = caller.withLock { caller in
            defer { caller = nil }
            return caller
        }
        caller?.resume(returning: result)
    }
}
