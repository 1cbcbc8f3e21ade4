import CreditLedger
import CreditLedgerTesting
import Generation
import GenerationTesting
import Logging
import ServiceLifecycle
import Testing

@Suite struct ImageUpkeepTests {
    private let clock = ManualClock()

    @Test func `pictures go when they are older than they are kept, and not before`() async throws {
        let images = MemoryImageStore(clock: clock)
        let upkeep = upkeep(of: images, keeping: ImageRetention(.seconds(100)))
        var names: [ImageName] = []
        for _ in 0..<10 {
            let name = ImageName.random()
            try await images.save(try .sample(), as: name)
            names.append(name)
            clock.advance(by: .seconds(10))
        }
        #expect(try await upkeep.tidy() == ImageUpkeep.Outcome(), "The storage's clock may be ahead of ours")
        clock.advance(by: .seconds(11))
        #expect(try await upkeep.tidy() == ImageUpkeep.Outcome(), "The oldest is exactly as old as it may be")
        clock.advance(by: .seconds(1))
        #expect(try await upkeep.tidy().images == 1)
        clock.advance(by: .seconds(40))
        #expect(try await upkeep.tidy().images == 4)
        for (index, name) in names.enumerated() { #expect(try await images.contains(name) == (index >= 5)) }
        clock.advance(by: .seconds(1_000))
        #expect(try await upkeep.tidy().images == 5)
    }

    @Test func `without a retention every picture stays`() async throws {
        let images = MemoryImageStore(clock: clock)
        try await images.save(try .sample(), as: .random())
        clock.advance(by: .seconds(1_000_000_000))
        #expect(try await upkeep(of: images, keeping: nil).tidy() == ImageUpkeep.Outcome())
        #expect(images.count == 1)
    }

    @Test func `the service tidies as soon as it runs`() async throws {
        let images = MemoryImageStore(clock: clock)
        try await images.save(try .sample(), as: .random())
        clock.advance(by: .seconds(112))
        let service = upkeep(of: images, keeping: ImageRetention(.seconds(100)))
        let group = ServiceGroup(services: [service], logger: Logger(label: "test"))
        async let running: Void = group.run()
        let deadline = ContinuousClock.now + .seconds(10)
        while images.count > 0, ContinuousClock.now < deadline { await Task.yield() }
        await group.triggerGracefulShutdown()
        try await running
        #expect(images.count == 0)
    }

    @Test func `a charge's picture is kept no longer once its time has passed since it was asked for`() async throws {
        let ledger = Ledger(store: MemoryStore(clock: clock))
        let rig = try Rig(ledger: ledger) { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(1)
        try await rig.open { _ = try await rig.generations.generate(rig.request()) }
        let charge = try #require(try await ledger.store.charges(of: rig.account, page: Page(limit: 1)).first)
        let retention = ImageRetention(.seconds(100))
        #expect(!retention.isOver(for: charge, at: clock.now().advanced(by: .seconds(100))))
        #expect(retention.isOver(for: charge, at: clock.now().advanced(by: .seconds(101))))
    }

    private func upkeep(of images: MemoryImageStore, keeping retention: ImageRetention?) -> ImageUpkeep {
        ImageUpkeep(images: images, retention: retention, clock: clock, logger: Logger(label: "test"))
    }
}
