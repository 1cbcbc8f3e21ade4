import CharacterArt
import CreditLedger
import CreditLedgerTesting
import Generation
import Synchronization
import Testing

@Suite struct UnansweredTests {
    @Test func `a client that went unanswered leaves its picture to the next same request, once`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            let client = WaitingClient()
            let first = try await rig.generations.generate(rig.request(), for: client)
            client.hangUp()
            let second = try await rig.generations.generate(rig.request())
            #expect(second.id == first.id && second.isReplay)
            #expect(second.creditsRemaining == first.creditsRemaining)
            #expect(try await rig.generations.generate(rig.request()).id != first.id)
        }
        #expect(try await rig.balance().spent == 2)
    }

    @Test func `of many that come at once one gets the picture`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(50)
        try await rig.open {
            let client = WaitingClient()
            let first = try await rig.generations.generate(rig.request(), for: client)
            client.hangUp()
            let found = try await withThrowingTaskGroup(of: Generation.self) { group in
                for _ in 0..<20 { group.addTask { try await rig.generations.generate(rig.request()) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(found.count { $0.id == first.id } == 1)
            #expect(Set(found.map(\.id)).count == 20)
        }
        #expect(try await rig.balance().spent == 20)
    }

    @Test func `one that was answered leaves nothing, whatever it does then`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            let client = WaitingClient()
            let first = try await rig.generations.generate(rig.request(), for: client)
            client.answered()
            client.hangUp()
            #expect(try await rig.generations.generate(rig.request()).id != first.id)
        }
    }

    @Test func `one whose answer could not be written leaves its picture after all`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            let client = WaitingClient()
            let first = try await rig.generations.generate(rig.request(), for: client)
            client.answered()
            client.answerFailed()
            #expect(try await rig.generations.generate(rig.request()).id == first.id)
        }
    }

    @Test func `a picture that was given to one who went unanswered too is given again`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            var clients = (0..<3).map { _ in WaitingClient() }
            var ids: Set<Reference> = []
            while let client = clients.popLast() {
                ids.insert(try await rig.generations.generate(rig.request(), for: client).id)
                client.hangUp()
            }
            #expect(ids.count == 1)
        }
        #expect(try await rig.balance().spent == 1)
    }

    @Test func `one with a key leaves nothing to one without`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(5)
        try await rig.open {
            let client = WaitingClient()
            let first = try await rig.generations.generate(rig.request(key: "k"), for: client)
            client.hangUp()
            #expect(try await rig.generations.generate(rig.request()).id != first.id)
            #expect(try await rig.generations.generate(rig.request(key: "k")).id == first.id)
        }
        #expect(try await rig.balance().spent == 2)
    }

    @Test func `an earlier picture is free on request, while it is stored`() async throws {
        let rig = try Rig { _ throws(GeneratorError) in try .blank() }
        try await rig.fund(9)
        try await rig.open {
            let first = try await rig.generations.generate(rig.request(count: 2))
            let second = try await rig.generations.generate(rig.request(count: 2, cache: true))
            #expect(second.isCached && second.result == first.result && second.creditsRemaining == 7)
            #expect(try await !rig.generations.generate(rig.request(cache: true)).isCached, "Another count")
            try await rig.images.remove(first.result.images[1])
            #expect(try await !rig.generations.generate(rig.request(count: 2, cache: true)).isCached)
        }
        #expect(try await rig.balance().spent == 5)
    }
}
