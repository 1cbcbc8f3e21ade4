import CreditLedger
import CreditLedgerTesting
import Testing

@Suite struct HoldTests {
    private let fixture = Fixture()

    @Test func `spends what it held when it is captured`() async throws {
        try await fixture.grant(50)
        let hold = try await fixture.hold(20, reference: "work")
        #expect(hold.availableAfter == 30)
        #expect(hold.charge.amount == 20)
        let posting = try await hold.capture(result: Payload(bytes: [1]))
        #expect(posting.charge?.capture?.result == Payload(bytes: [1]))
        #expect(posting.entry.actor == "test")
        try await fixture.expectBalance(30, spent: 20)
    }

    @Test func `gives back what a capture leaves`() async throws {
        try await fixture.grant(50)
        _ = try await fixture.hold(20, reference: "work").capture(5)
        try await fixture.expectBalance(45, spent: 5)
    }

    @Test func `gives all back when it is released, and tells why`() async throws {
        try await fixture.grant(50)
        let posting = try await fixture.hold(20, reference: "work").release(reason: Payload(bytes: [9]))
        guard case .released(let reason, _) = try #require(posting.charge).stage else {
            Issue.record("not released")
            return
        }
        #expect(reason == Payload(bytes: [9]))
        let id = try #require(posting.charge?.id)
        #expect(posting.entry.reference?.text == "refund_" + id.description.dropFirst(4))
        try await fixture.expectBalance(50)
    }

    @Test func `gives its credits back with its lease when it is dropped`() async throws {
        try await fixture.grant(50)
        let id = try await fixture.hold(20, reference: "work").charge.id
        #expect(try await fixture.ledger.resolveOverdueHolds().isEmpty)
        fixture.clock.advance(by: .seconds(60))
        let expired = try await fixture.ledger.resolveOverdueHolds()
        #expect(expired.map(\.id) == [id])
        #expect(try await fixture.ledger.resolveOverdueHolds().isEmpty)
        try await fixture.expectBalance(50)
    }

    @Test func `throws what it opened before when its reference is repeated`() async throws {
        try await fixture.grant(50)
        let hold = try await fixture.hold(20, reference: "work")
        let open = await #expect(throws: LedgerError.self) { try await expectNoHold(20, reference: "work") }
        #expect(open?.repeated?.resolved == nil)
        _ = try await hold.capture(result: Payload(bytes: [1]))
        let closed = await #expect(throws: LedgerError.self) { try await expectNoHold(20, reference: "work") }
        #expect(closed?.repeated?.capture?.result == Payload(bytes: [1]))
        try await fixture.expectBalance(30, spent: 20)
    }

    @Test func `refuses another price under the same reference`() async throws {
        try await fixture.grant(50)
        _ = try await fixture.hold(20, reference: "work").release()
        let error = await #expect(throws: LedgerError.self) { try await expectNoHold(21, reference: "work") }
        #expect(error?.refusal == .referenceConflict("work"))
    }

    @Test func `refuses what is not there`() async throws {
        try await fixture.grant(5)
        let error = await #expect(throws: LedgerError.self) { try await expectNoHold(6, reference: "work") }
        #expect(error?.refusal == .insufficientCredits(required: 6, available: 5))
    }

    @Test func `is told when it has expired before it is captured`() async throws {
        try await fixture.grant(50)
        let hold = try await fixture.hold(20, reference: "work")
        fixture.clock.advance(by: .seconds(60))
        _ = try await fixture.ledger.resolveOverdueHolds()
        do throws(LedgerError) {
            _ = try await hold.capture()
            Issue.record("captured")
        } catch {
            #expect(error.refusal == .holdExpired)
        }
        try await fixture.expectBalance(50)
    }

    @Test func `as many as the limit are in flight`() async throws {
        let fixture = Fixture(limitInFlight: 2)
        try await fixture.grant(50)
        let (first, second) = (
            try await fixture.hold(1, reference: "1").charge.id, try await fixture.hold(1, reference: "2").charge.id
        )
        #expect(first != second)
        do throws(LedgerError) {
            _ = try await fixture.hold(1, reference: "3").charge
            Issue.record("held")
        } catch {
            #expect(error.refusal == .tooManyInFlight(limit: 2))
        }
    }

    @Test func `overdue ones expire up to a limit, the longest overdue first`() async throws {
        try await fixture.grant(50)
        var ids: [ChargeID] = []
        for number in 1...5 {
            ids.append(try await fixture.hold(1, reference: Reference(stringLiteral: "\(number)")).charge.id)
            fixture.clock.advance(by: .seconds(1))
        }
        fixture.clock.advance(by: .seconds(60))
        let expired = try await fixture.ledger.resolveOverdueHolds(limit: 3).map(\.id)
        #expect(Set(expired) == Set(ids.prefix(3)))
        try await fixture.expectBalance(48, held: 2)
    }

    /// A hold cannot leave a closure of `#expect`, as it cannot be copied.
    private func expectNoHold(_ amount: Credits, reference: Reference) async throws {
        let hold = try await fixture.hold(amount, reference: reference)
        Issue.record("held \(hold.charge)")
    }
}
