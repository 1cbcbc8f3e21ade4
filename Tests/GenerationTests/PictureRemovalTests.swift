import CreditLedger
import Generation
import Testing

@Suite struct PictureRemovalTests {
    @Test func `all pictures of an account go, and nobody else's`() async throws {
        let ledger = Ledger(store: MemoryStore())
        let (rig, other) = (try rig(ledger), try rig(ledger))
        try await draw(250, by: rig)
        try await draw(1, by: other)
        // What a worker stored, that died, and was given back: nobody has it, and it is the account's all the same.
        let orphan = try await ledger.hold(1, on: rig.account, from: .app, reference: "gen_orphan", by: "test")
        let name = rig.names.name(for: orphan.charge.id)
        try await rig.images.save(try .blank(), as: name)
        _ = try await orphan.release(reason: .empty)
        #expect(rig.images.count == 251)

        let removal = PictureRemoval(ledger: ledger, images: rig.images, names: rig.names)
        #expect(try await removal.removePictures(of: rig.account) == 251)
        #expect(rig.images.count == 0)
        #expect(other.images.count == 1)
        #expect(try await removal.removePictures(of: rig.account) == 251, "Again is no error")
        let charges = try await ledger.store.charges(of: rig.account, page: Page(limit: 300))
        #expect(charges.count { $0.capture != nil } == 250, "The books stay as they are")
    }

    @Test func `an account without charges has nothing to be removed`() async throws {
        let rig = try rig(Ledger(store: MemoryStore()))
        let removal = PictureRemoval(ledger: rig.ledger, images: rig.images, names: rig.names)
        #expect(try await removal.removePictures(of: rig.account) == 0)
    }

    private func rig(_ ledger: Ledger) throws -> Rig {
        try Rig(ledger: ledger) { _ throws(GeneratorError) in try .blank() }
    }

    private func draw(_ count: Int64, by rig: Rig) async throws {
        try await rig.fund(Credits(exactly: count + 1) ?? 1)
        try await rig.open {
            for _ in 0..<count { _ = try await rig.generations.generate(rig.request()) }
        }
    }
}
