import CreditLedger
import CreditLedgerTesting
import Generation
import Logging
import ServiceLifecycle
import Testing

@Suite struct OrphanTests {
    private let clock = ManualClock()

    @Test func `a hold whose worker died is given back`() async throws {
        let rig = try await rigWithOrphan()
        try await sweep(rig)
        let balance = try await rig.balance()
        #expect(balance.available == 5)
        #expect(balance.held == 0)
    }

    @Test func `a hold whose worker died after the picture was stored is charged`() async throws {
        let rig = try await rigWithOrphan()
        let charge = try #require(try await rig.ledger.store.charges(of: rig.account, page: Page(limit: 1)).first)
        let image = ImageNames(key: Array(repeating: 7, count: 32)).name(for: charge.id)
        try await rig.images.save(try .blank(), as: image)
        try await sweep(rig)
        #expect(try await rig.balance().spent == 1)
        let captured = try #require(try await rig.ledger.store.charge(charge.id)?.capture)
        #expect(try captured.result.decode(GenerationResult.self).image == image)
    }

    @Test func `a picture that is kept no longer is not charged any more`() async throws {
        let rig = try await rigWithOrphan(retention: ImageRetention(.seconds(3_600)))
        let charge = try #require(try await rig.ledger.store.charges(of: rig.account, page: Page(limit: 1)).first)
        try await rig.images.save(try .blank(), as: rig.names.name(for: charge.id))
        try await sweep(rig)
        #expect(try await rig.balance().available == 5)
    }

    @Test func `a hold whose worker lives is left alone`() async throws {
        let rig = try await rigWithOrphan()
        clock.advance(by: .seconds(-1))
        try await rig.ledger.renewLeases()
        clock.advance(by: .seconds(1))
        #expect(try await rig.ledger.resolveOverdueHolds().isEmpty)
        #expect(try await rig.balance().held == 1)
    }

    /// A rig with one hold that nobody works on, its lease over.
    private func rigWithOrphan(retention: ImageRetention? = nil) async throws -> Rig {
        let ledger = Ledger(store: MemoryStore(clock: clock))
        let rig = try Rig(ledger: ledger, retention: retention) { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        let order = try Payload(json: GenerationOrder(options: .plain))
        _ = try await ledger.hold(1, on: rig.account, from: .app, reference: "gen_orphan", order: order, by: "test")
        clock.advance(by: ledger.leaseDuration)
        return rig
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
