import CreditLedger
import CreditLedgerTesting
import Testing

@Suite struct GroupCommitTests {
    @Test func `a thousand at once get exactly what there is`() async throws {
        let fixture = Fixture()
        try await fixture.grant(300)
        let refusals = await refusals(of: 1_000, on: fixture)
        #expect(refusals.count == 700)
        #expect(Set(refusals) == [.insufficientCredits(required: 1, available: 0)])
        try await fixture.expectBalance(0, held: 300)
        #expect(fixture.store.batches.joined().count == 1_001)
    }

    @Test func `batches go on while more commands keep arriving`() async throws {
        let gate = Gate()
        let fixture = Fixture { commands in
            if commands.contains(where: { $0.reference == "0" }) { await gate.pass() }
        }
        try await fixture.grant(5_000)
        async let all = refusals(of: 6_000, on: fixture, afterFirst: gate)
        #expect(await all.count == 1_000)
        try await fixture.expectBalance(0, held: 5_000)
        let sizes = fixture.store.batches.map(\.count)
        #expect(sizes.allSatisfy { $0 <= 4_096 })
        #expect(sizes.count < 3_000, "commands are gathered")
    }

    @Test func `a lone command is committed at once and alone`() async throws {
        let fixture = Fixture()
        for number in 0..<10 { try await fixture.grant(1, reference: Reference(stringLiteral: "\(number)")) }
        #expect(fixture.store.batches.map(\.count) == Array(repeating: 1, count: 10))
    }

    @Test func `one refused command of a batch leaves the others alone`() async throws {
        let gate = Gate()
        let fixture = gated(by: gate)
        let outcomes = try await oneBatch(on: fixture, gate: gate) { number in number == 7 ? 0 : 1 }
        #expect(outcomes.compactMap(\.refusal) == [.invalidAmount])
        #expect(outcomes.count == 1)
        try await fixture.expectBalance(81, held: 20)
    }

    @Test func `one rejected command of a batch fails alone`() async throws {
        let gate = Gate()
        let fixture = gated(by: gate)
        fixture.store.reject("work-7")
        let outcomes = try await oneBatch(on: fixture, gate: gate) { _ in 1 }
        #expect(outcomes.compactMap(\.failure?.code) == [.rejected])
        #expect(outcomes.count == 1)
        try await fixture.expectBalance(81, held: 20)
    }

    @Test func `all of a batch are told when the store fails for good`() async throws {
        let gate = Gate()
        let fixture = gated(by: gate)
        let outcomes = try await oneBatch(
            on: fixture, gate: gate,
            ahead: {
                fixture.store.failAlways(.before(.diskFailed))
            }
        ) { _ in 1 }
        #expect(outcomes.compactMap(\.failure?.code) == Array(repeating: .diskFailed, count: 21))
        fixture.store.failAlways(nil)
        try await fixture.expectBalance(100)
    }

    @Test func `a cancelled task's capture is not lost`() async throws {
        let gate = Gate()
        let fixture = Fixture { commands in
            if case .capture = commands.first?.verb { await gate.pass() }
        }
        try await fixture.grant(50)
        let task = Task {
            let hold = try await fixture.hold(20, reference: "work")
            return try await hold.capture()
        }
        await gate.arrival()
        task.cancel()
        gate.open()
        #expect(try await task.value.charge?.capture?.amount == 20)
        try await fixture.expectBalance(30, spent: 20)
    }

    @Test func `a task that is cancelled before it captures, captures all the same`() async throws {
        let fixture = Fixture(retry: RetryPolicy(waits: [.milliseconds(1)]))
        try await fixture.grant(50)
        let task = Task {
            let hold = try await fixture.hold(20, reference: "work")
            withUnsafeCurrentTask { $0?.cancel() }
            fixture.store.fail(.before(.unavailable))
            return try await hold.capture()
        }
        #expect(try await task.value.charge?.capture?.amount == 20)
        try await fixture.expectBalance(30, spent: 20)
    }
}

extension GroupCommitTests {
    /// Has tasks hold one credit each, and tells why some could not.
    private func refusals(of count: Int, on fixture: Fixture, afterFirst gate: Gate? = nil) async -> [Refusal] {
        let started = Counter()
        return await withTaskGroup(of: Refusal?.self) { group in
            for number in 0..<count {
                group.addTask {
                    if started.increment() == count { gate?.open() }
                    do throws(LedgerError) {
                        _ = try await fixture.hold(1, reference: Reference(stringLiteral: "\(number)")).charge
                        return nil
                    } catch {
                        return error.refusal
                    }
                }
            }
            return await group.reduce(into: []) { list, refusal in if let refusal { list.append(refusal) } }
        }
    }

    /// A fixture whose commits wait at a gate as soon as one holds the reference `first`.
    private func gated(by gate: Gate) -> Fixture {
        Fixture { commands in
            if commands.contains(where: { $0.reference == "first" }) { await gate.pass() }
        }
    }

    /// Has 21 holds gather behind one that is under way, and tells what went wrong with which.
    private func oneBatch(
        on fixture: Fixture, gate: Gate, ahead: @Sendable () -> Void = {},
        price: @escaping @Sendable (Int) -> Credits
    ) async throws -> [LedgerError] {
        try await fixture.grant(100)
        async let first: Void = fixture.grant(1, reference: "first")
        await gate.arrival()
        let started = Counter()
        async let errors = withTaskGroup(of: LedgerError?.self) { group in
            for number in 0..<21 {
                group.addTask {
                    started.increment()
                    do throws(LedgerError) {
                        let reference = Reference(stringLiteral: "work-\(number)")
                        _ = try await fixture.hold(price(number), reference: reference).charge
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [LedgerError]()) { list, error in if let error { list.append(error) } }
        }
        while started.count < 21 { await Task.yield() }
        for _ in 0..<100 { await Task.yield() }
        ahead()
        gate.open()
        // The gate stands ahead of the store, so that what befalls it may befall the first as well.
        _ = try? await first
        return await errors
    }
}
