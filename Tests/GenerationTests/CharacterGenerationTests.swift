import CharacterArt
import CreditLedger
import Foundation
import Generation
import Synchronization
import Testing

@Suite struct CharacterGenerationTests {
    @Test func `a picture is drawn, stored and charged`() async throws {
        let rig = try Rig(price: 2) { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            let generation = try await rig.generations.generate(rig.request())
            #expect(generation.creditsRemaining == 3)
            #expect(!generation.isReplay)
            #expect(try await rig.images.load(generation.result.image) != nil)
            let charge = try #require(try await rig.ledger.store.charge(reference: generation.id))
            #expect(charge.capture?.amount == 2)
            #expect(try charge.order.decode(GenerationOrder.self).options == .plain)
            #expect(try charge.capture?.result.decode(GenerationResult.self) == generation.result)
            #expect(generation.result.attempts == [ScriptedGenerator.attempt(.delivered)])
        }
    }

    @Test func `nothing is drawn for one who cannot pay`() async throws {
        let draws = Mutex(0)
        let rig = try Rig(price: 2) { _ throws(GeneratorError) in
            draws.withLock { $0 += 1 }
            return try .blank()
        }
        try await rig.fund(1)
        try await rig.open {
            await #expect { try await rig.generations.generate(rig.request()) } throws: { error in
                guard case GenerationError.refused(.insufficientCredits(2, 1)) = error else { return false }
                return true
            }
        }
        #expect(draws.withLock { $0 } == 0)
        #expect(rig.images.count == 0)
    }

    @Test(arguments: [
        (GeneratorError.timedOut(after: .seconds(1)), GenerationProblem.Kind.providerTimeout),
        (.contentBlocked(requestID: nil), .contentBlocked),
        (.rejected(status: 500, message: "", requestID: nil), .providerError),
        (.unreachable(CancellationError()), .providerError),
        (.unusablePicture("no PNG"), .providerError),
    ])
    func `a failed drawing gives the credits back and says why`(
        _ error: GeneratorError, _ kind: GenerationProblem.Kind
    ) async throws {
        let rig = try Rig { _ throws(GeneratorError) in throw error }
        try await rig.fund(1)
        try await rig.open {
            await #expect { try await rig.generations.generate(rig.request()) } throws: { thrown in
                guard case GenerationError.failed(let problem, .done) = thrown else { return false }
                return problem.kind == kind && problem.attempts == [ScriptedGenerator.attempt(.rejected)]
            }
        }
        let balance = try await rig.balance()
        #expect(balance.available == 1)
        #expect(balance.held == 0)
        #expect(balance.spent == 0)
    }

    @Test func `a picture that cannot be stored is not charged`() async throws {
        let rig = try Rig(imagesAreFull: true) { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(1)
        try await rig.open {
            await #expect { try await rig.generations.generate(rig.request()) } throws: { error in
                guard case GenerationError.failed(let problem, .done) = error else { return false }
                return problem.kind == .storageFailed
            }
        }
        #expect(try await rig.balance().available == 1)
    }

    @Test func `fifty requests with one key are one charge and one picture`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in
            try? await Task.sleep(for: .milliseconds(50))
            return try .blank()
        }
        try await rig.fund(50)
        try await rig.open {
            let generations = try await withThrowingTaskGroup(of: Generation.self) { group in
                for _ in 0..<50 { group.addTask { try await rig.generations.generate(rig.request(key: "click")) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(generations.map(\.id)).count == 1)
            #expect(Set(generations.map(\.result.image)).count == 1)
            #expect(Set(generations.map(\.creditsRemaining)) == [49])
            #expect(generations.filter { !$0.isReplay }.count == 1)
        }
        #expect(try await rig.balance().spent == 1)
        #expect(rig.images.count == 1)
    }

    @Test func `a key that was used for another character is refused`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            _ = try await rig.generations.generate(rig.request(key: "click"))
            var other = rig.request(key: "click")
            other.options.hairColor = .ginger
            await #expect { try await rig.generations.generate(other) } throws: { error in
                if case GenerationError.idempotencyKeyReused = error { true } else { false }
            }
        }
        #expect(try await rig.balance().spent == 1)
    }

    @Test func `more than there is room for is refused before any charge`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let rig = try Rig(capacity: 2) { _ throws(GeneratorError) in
            for await _ in gate {}
            return try .blank()
        }
        try await rig.fund(5)
        try await rig.open {
            async let first = rig.generations.generate(rig.request())
            async let second = rig.generations.generate(rig.request())
            while try await rig.balance().held < 2 { await Task.yield() }
            await #expect { try await rig.generations.generate(rig.request()) } throws: { error in
                if case GenerationError.overloaded = error { true } else { false }
            }
            opener.finish()
            _ = try await (first, second)
        }
        let balance = try await rig.balance()
        #expect(balance.spent == 2)
        #expect(balance.available == 3)
    }

    @Test func `work goes on when the one who asked has gone`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let rig = try Rig { _ throws(GeneratorError) in
            for await _ in gate {}
            return try .blank()
        }
        try await rig.fund(1)
        try await rig.open {
            let asking = Task { try await rig.generations.generate(rig.request()) }
            while try await rig.balance().held < 1 { await Task.yield() }
            asking.cancel()
            opener.finish()
            while try await rig.balance().held > 0 { await Task.yield() }
        }
        #expect(try await rig.balance().spent == 1)
        #expect(rig.images.count == 1)
    }

    @Test func `nothing is begun once the workshop has closed`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(1)
        try await rig.open {}
        await #expect { try await rig.generations.generate(rig.request()) } throws: { error in
            if case GenerationError.shuttingDown = error { true } else { false }
        }
        #expect(try await rig.balance().available == 1)
    }
}
