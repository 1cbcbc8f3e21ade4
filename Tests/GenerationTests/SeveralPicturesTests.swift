import CharacterArt
import CreditLedger
import CreditLedgerTesting
import Generation
import Synchronization
import Testing

@Suite struct SeveralPicturesTests {
    @Test func `pictures of one order are drawn at the same time, stored apart and charged together`() async throws {
        let most = Mutex((now: 0, most: 0))
        let rig = try Rig(price: 2, concurrency: 3) { _ throws(GeneratorError) in
            most.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
            try? await Task.sleep(for: .milliseconds(30))
            most.withLock { $0.now -= 1 }
            return try .blank()
        }
        try await rig.fund(50)
        try await rig.open {
            let generation = try await rig.generations.generate(rig.request(count: 10))
            #expect(Set(generation.result.images).count == 10)
            #expect(generation.creditsRemaining == 30)
        }
        #expect(rig.images.count == 10)
        #expect(most.withLock { $0.most } == 3)
        #expect(try await rig.balance().spent == 20)
    }

    @Test(arguments: 0...4)
    func `as many are charged as are delivered`(delivered: Int) async throws {
        let left = Mutex(delivered)
        let rig = try Rig(price: 3) { _ throws(GeneratorError) in
            let isFine = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard isFine else { throw .rejected(status: 500, message: "", requestID: nil) }
            return try .blank()
        }
        try await rig.fund(20)
        try await rig.open {
            do throws(GenerationError) {
                let generation = try await rig.generations.generate(rig.request(count: 4))
                #expect(generation.result.images.count == delivered)
                #expect(generation.creditsRemaining == .credits(20 - 3 * Int64(delivered)))
            } catch {
                guard case .failed(let problem, .done) = error else { throw error }
                #expect(problem.kind == .providerError && delivered == 0)
            }
        }
        #expect(rig.images.count == delivered)
        let balance = try await rig.balance()
        #expect(balance.spent == .credits(3 * Int64(delivered)))
        #expect(balance.held == 0)
    }

    @Test func `an order that costs more than there is draws nothing`() async throws {
        let rig = try Rig(price: 3) { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(11)
        try await rig.open {
            await #expect { try await rig.generations.generate(rig.request(count: 4)) } throws: { error in
                guard case GenerationError.refused(.insufficientCredits(12, 11)) = error else { return false }
                return true
            }
            let quote = try await rig.generations.quote(rig.request(count: 4))
            #expect(quote.price == 12 && quote.unitPrice == 3 && quote.available == 11 && !quote.isSufficient)
        }
        #expect(rig.images.count == 0)
    }

    @Test func `a key whose price has changed since is still the same request`() async throws {
        let ledger = Ledger(store: MemoryStore())
        let (old, new) = (
            try Rig(price: 1, ledger: ledger) { _ throws(GeneratorError) in try .blank() },
            try Rig(price: 2, ledger: ledger) { _ throws(GeneratorError) in try .blank() }
        )
        try await old.fund(5)
        var first: Generation?
        try await old.open { first = try await old.generations.generate(old.request(key: "k")) }
        try await new.open {
            var request = new.request(key: "k")
            request.key = old.request().key
            let again = try await new.generations.generate(request)
            #expect(again.isReplay && again.id == first?.id)
        }
        #expect(try await old.balance().spent == 1)
    }
}
