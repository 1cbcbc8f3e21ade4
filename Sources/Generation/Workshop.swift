public import ServiceLifecycle

/// Runs work to its end, whether or not the one who asked for it is still there: a client that hangs
/// up does not stop what it has paid for.
public struct Workshop: Service {
    typealias Job = @Sendable () async -> Void

    private let jobs: AsyncStream<Job>
    private let inlet: AsyncStream<Job>.Continuation
    private let admission: Admission

    /// A workshop that takes so many jobs at once, waiting ones included.
    public init(capacity: Int) {
        (jobs, inlet) = AsyncStream.makeStream()
        admission = Admission(capacity: capacity)
    }

    /// Runs until shut down, and then until the last job that was taken is done.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await job in jobs {
                    group.addTask { await job() }
                }
            }
        } onGracefulShutdown: {
            admission.close()
            inlet.finish()
        }
    }

    /// Has `work` done.
    ///
    /// - Throws: ``GenerationError/overloaded`` or ``GenerationError/shuttingDown`` before it begins.
    func perform<Value: Sendable>(
        _ work: @escaping @Sendable () async -> Result<Value, GenerationError>
    ) async throws(GenerationError) -> Value {
        try admission.enter()
        let result = await withCheckedContinuation { caller in
            let job: Job = {
                let result = await work()
                admission.leave()
                caller.resume(returning: result)
            }
            guard case .enqueued = inlet.yield(job) else {
                admission.leave()
                caller.resume(returning: .failure(.shuttingDown))
                return
            }
        }
        return try result.get()
    }
}
