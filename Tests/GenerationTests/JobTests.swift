import CharacterArt
import CreditLedger
import CreditLedgerTesting
import Generation
import Logging
import SQL
import SQLiteStore
import ServiceLifecycle
import Synchronization
import Testing

@Suite struct JobTests {
    private let clock = ManualClock()

    @Test func `a job is promised at once and done later`() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        let rig = try Rig { _ throws(GeneratorError) in
            for await _ in gate.stream {}
            return try .blank()
        }
        try await rig.fund(5)
        try await rig.open {
            let accepted = try await rig.generations.accept(rig.request(key: "k"))
            #expect(!accepted.isReplay)
            #expect(try await rig.balance().held == 1)
            let again = try await rig.generations.accept(rig.request(key: "k"))
            #expect(again.isReplay && again.charge.id == accepted.charge.id)
            gate.continuation.finish()
            while try await rig.balance().held > 0 { await Task.yield() }
        }
        #expect(try await rig.balance().spent == 1)
    }

    @Test func `a job that waits is cancelled for nothing, and is never drawn`() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        let draws = Counter()
        let rig = try Rig(concurrency: 1) { _ throws(GeneratorError) in
            draws.increase()
            for await _ in gate.stream {}
            return try .blank()
        }
        try await rig.fund(5)
        try await rig.open {
            _ = try await rig.generations.accept(rig.request())
            while draws.count == 0 { await Task.yield() }
            let second = try await rig.generations.accept(rig.request())
            #expect(await !rig.generations.isDispatched(second.charge.id))
            let cancelled = try await rig.generations.cancel(second.charge, by: "user")
            #expect(GenerationProblem(cancelled.stage) == .cancelled)
            #expect(try await rig.balance().held == 1)
            gate.continuation.finish()
            while try await rig.balance().held > 0 { await Task.yield() }
        }
        #expect(draws.count == 1)
        let balance = try await rig.balance()
        #expect(balance.spent == 1 && balance.available == 4)
    }

    @Test func `one that is cancelled while it is drawn costs nothing, and tells who waits`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in
            do { try await Task.sleep(for: .seconds(60)) } catch { throw .unreachable(error) }
            return try .blank()
        }
        try await rig.fund(5)
        try await rig.open {
            async let waiting = rig.generations.generate(rig.request(key: "k"))
            while try await rig.balance().held == 0 { await Task.yield() }
            let charge = try #require(try await rig.ledger.store.charges(of: rig.account, page: Page(limit: 1)).first)
            _ = try await rig.generations.cancel(charge, by: "user")
            do {
                _ = try await waiting
                Issue.record("A cancelled generation brought a picture.")
            } catch let error as GenerationError {
                guard case .failed(let problem, .done) = error else { throw error }
                #expect(problem == .cancelled)
            }
        }
        #expect(try await rig.balance().available == 5)
        #expect(rig.images.count == 0)
    }

    @Test func `what was delivered first is not cancelled any more`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            let generation = try await rig.generations.generate(rig.request())
            let charge = try #require(try await rig.ledger.store.charge(generation.charge))
            await #expect { try await rig.generations.cancel(charge, by: "user") } throws: { error in
                if case GenerationError.refused(.alreadyCaptured(1)) = error { true } else { false }
            }
        }
        #expect(try await rig.balance().spent == 1)
    }

    @Test func `a job whose process died before it began is done by the next, once`() async throws {
        let (rig, draws) = try await rigWithOrphan(isBegun: false)
        try await rig.open { try await sweep(rig) }
        #expect(draws.count == 1)
        #expect(try await rig.balance().spent == 1)
        let kinds = try await rig.ledger.store.journal(JournalFilter(), .newestFirst, page: Page(limit: 9)).map(
            \.entry.kind)
        #expect(kinds == [.capture, .adoption, .hold, .grant])
    }

    @Test func `a job whose process died after it began is given back`() async throws {
        let (rig, draws) = try await rigWithOrphan(isBegun: true)
        try await rig.open { try await sweep(rig) }
        #expect(draws.count == 0)
        #expect(try await rig.balance().available == 5)
    }

    /// A rig with a job that nobody works on, its lease over.
    private func rigWithOrphan(isBegun: Bool) async throws -> (Rig, Counter) {
        let draws = Counter()
        let ledger = Ledger(store: MemoryStore(clock: clock))
        let rig = try Rig(ledger: ledger) { _ throws(GeneratorError) in
            draws.increase()
            return try .blank()
        }
        try await rig.fund(5)
        let order = try Payload(json: GenerationOrder(options: .plain))
        let charge = try await ledger.hold(
            1, on: rig.account, from: .app, reference: "gen_orphan", order: order, by: "test"
        ).charge
        try await rig.database.database.commit([
            .init(
                "INSERT INTO generation_jobs (charge, created_at, begun_at, worker) VALUES ($1, 0, $2, $3)",
                [.integer(charge.id.value), isBegun ? 0 : .null, isBegun ? "dead" : .null])
        ])
        clock.advance(by: ledger.leaseDuration)
        return (rig, draws)
    }

    private func sweep(_ rig: Rig) async throws {
        let sweeper = HoldSweeper(ledger: rig.ledger, generations: rig.generations, interval: .milliseconds(5))
        let group = ServiceGroup(services: [sweeper], logger: Logger(label: "test"))
        async let running: Void = group.run()
        let deadline = ContinuousClock.now + .seconds(10)
        while try await rig.balance().held > 0, ContinuousClock.now < deadline { await Task.yield() }
        await group.triggerGracefulShutdown()
        try await running
    }
}

/// A count that a closure and a test share.
final class Counter: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    func increase() {
        state.withLock { $0 += 1 }
    }
}
