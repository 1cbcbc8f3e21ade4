public import CreditLedger
public import Logging
public import SQL
public import ServiceLifecycle
import Synchronization

/// Which generations no client was told of, so that the next same request gets one of them rather than buy another.
///
/// Each is given once, within 10 minutes. The same request is one of the same account, pool and credential, for
/// the same order.
public struct UnansweredBook: Service {
    /// For how long a generation that nobody was told of waits for the next same request.
    public static let patience = Duration.seconds(600)

    /// Whose request it was, and what for.
    struct Request: Hashable, Sendable {
        let key: BalanceKey
        let actor: ActorID
        let fingerprint: String
    }

    private let database: any SQLDatabase
    private let clock: any LedgerClock
    private let logger: Logger
    private let pending = PendingNotes()

    /// The book in `database`.
    public init(
        database: some SQLDatabase, clock: any LedgerClock = SystemClock(),
        logger: Logger = Logger(label: "generate-character")
    ) {
        self.database = database
        self.clock = clock
        self.logger = logger
    }

    /// Writes down what is noted, until shut down.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await note in pending.notes { await write(note) }
        } onGracefulShutdown: {
            pending.close()
        }
    }

    /// Notes that nobody was told of a generation; from now on ``claim(_:)`` finds it.
    func note(_ charge: ChargeID, of request: Request) {
        pending.add(PendingNotes.Note(charge: charge, request: request, at: clock.now()))
    }

    /// Takes the generation of an earlier same request that nobody was told of; nobody else gets it then.
    ///
    /// - Returns: Its charge, which may still be under way; `nil` if there is none.
    func claim(_ request: Request) async throws(SQLFailure) -> ChargeID? {
        await pending.settle(request)
        while let charge = try await oldest(request) {
            let changes = try await database.commit([
                SQLStatement(
                    "UPDATE unanswered_generations SET adopted_at = $1 WHERE charge = $2 AND adopted_at IS NULL",
                    [.integer(clock.now().microseconds), .integer(charge.value)])
            ])
            if changes == [1] { return charge }
        }
        return nil
    }

    private func oldest(_ request: Request) async throws(SQLFailure) -> ChargeID? {
        let earliest = clock.now().advanced(by: .zero - Self.patience)
        let rows = try await database.query(
            SQLStatement(
                """
                SELECT charge FROM unanswered_generations
                WHERE account = $1 AND fingerprint = $2 AND pool = $3 AND actor = $4 AND noted_at > $5
                    AND adopted_at IS NULL
                ORDER BY charge LIMIT 1
                """,
                [
                    .text("\(request.key.account)"), .text(request.fingerprint), .text(request.key.pool.name),
                    .text(request.actor.name), .integer(earliest.microseconds),
                ]))
        return try rows.first.map { row throws(SQLFailure) in ChargeID(try row.integer("charge")) }
    }

    private func write(_ note: PendingNotes.Note) async {
        do throws(SQLFailure) { try await insert(note) } catch {
            logger.error(
                "A generation that nobody was told of could not be noted",
                metadata: ["charge": "\(note.charge)", "cause": "\(error)"])
        }
        pending.remove(note)
    }

    /// One that was given to a request that was then not answered either is there to be given again.
    func insert(_ note: PendingNotes.Note) async throws(SQLFailure) {
        let request = note.request
        try await database.commit([
            SQLStatement(
                "DELETE FROM unanswered_generations WHERE noted_at < $1",
                [.integer(note.at.advanced(by: .zero - Self.patience).microseconds)]),
            SQLStatement(
                """
                INSERT INTO unanswered_generations (charge, account, pool, actor, fingerprint, noted_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (charge) DO UPDATE SET noted_at = excluded.noted_at, adopted_at = NULL
                """,
                [
                    .integer(note.charge.value), .text("\(request.key.account)"), .text(request.key.pool.name),
                    .text(request.actor.name), .text(request.fingerprint), .integer(note.at.microseconds),
                ]),
        ])
    }
}

/// Notes on their way into the book: a request that comes while its own is among them waits for it.
final class PendingNotes: Sendable {
    struct Note: Hashable, Sendable {
        let charge: ChargeID
        let request: UnansweredBook.Request
        let at: Timestamp
    }

    private struct State {
        var counts: [UnansweredBook.Request: Int] = [:]
        var waiting: [UnansweredBook.Request: [CheckedContinuation<Void, Never>]] = [:]
    }

    let notes: AsyncStream<Note>
    private let inlet: AsyncStream<Note>.Continuation
    private let state = Mutex(State())

    init() {
        (notes, inlet) = AsyncStream.makeStream()
    }

    func add(_ note: Note) {
        state.withLock { $0.counts[note.request, default: 0] += 1 }
        guard case .enqueued = inlet.yield(note) else { return remove(note) }
    }

    func remove(_ note: Note) {
        let settled = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            let count = (state.counts[note.request] ?? 1) - 1
            state.counts[note.request] = count > 0 ? count : nil
            return count > 0 ? [] : state.waiting.removeValue(forKey: note.request) ?? []
        }
        for waiter in settled { waiter.resume() }
    }

    /// Waits until no note of a request is on its way.
    func settle(_ request: UnansweredBook.Request) async {
        await withCheckedContinuation { waiter in
            let isSettled = state.withLock { state in
                guard state.counts[request] != nil else { return true }
                state.waiting[request, default: []].append(waiter)
                return false
            }
            if isSettled { waiter.resume() }
        }
    }

    func close() {
        inlet.finish()
    }
}
