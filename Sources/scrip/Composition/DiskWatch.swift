import SQLiteStore
import ServiceLifecycle

/// Ends the services, and with them the process, when the disk under the data file has failed.
struct DiskWatch: Sendable {
    /// For how long those who wait are still answered; the data is out of reach all the while.
    private static let grace = Duration.seconds(5)

    let database: SQLiteDatabase

    /// Runs `services` to their end.
    ///
    /// - Throws: The disk's failure, once the services have stopped because of it; what the services throw.
    func run(_ services: ServiceGroup) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            group.addTask { try await stop(services) }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func stop(_ services: ServiceGroup) async throws {
        guard let failure = await database.diskFailure() else { return }
        await services.triggerGracefulShutdown()
        // Over at once when all services have stopped: the group is cancelled then.
        try? await Task.sleep(for: Self.grace)
        throw failure
    }
}
