import CreditLedger
import CreditLedgerTesting
import Testing

@Suite struct ScopedChargeTests {
    private struct OutOfPaint: Error {}

    private let fixture = Fixture()

    @Test func `captures with the result when the work returns`() async throws {
        try await fixture.grant(50)
        let picture = try await charge { hold in
            #expect(hold.charge.amount == 12)
            return "a picture"
        }
        #expect(picture == "a picture")
        let stored = try await fixture.store.charge(reference: "work")
        #expect(try stored?.capture?.result.decode(String.self) == "a picture")
        #expect(try stored?.order.decode([String].self) == ["hat"])
        try await fixture.expectBalance(38, spent: 12)
    }

    @Test func `releases when the work throws, and throws on what it threw`() async throws {
        try await fixture.grant(50)
        await #expect(throws: OutOfPaint.self) { try await charge { _ in throw OutOfPaint() } }
        try await fixture.expectBalance(50)
    }

    @Test func `releases when the work is cancelled`() async throws {
        try await fixture.grant(50)
        let gate = Gate()
        let task = Task {
            try await charge { _ in
                gate.open()
                await gate.pass()
                try await Task.sleep(for: .seconds(3_600))
                return "late"
            }
        }
        await gate.arrival()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await fixture.expectBalance(50)
    }

    @Test func `captures work that was done in spite of a cancellation`() async throws {
        try await fixture.grant(50)
        let task = Task {
            try await charge { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                return "done"
            }
        }
        #expect(try await task.value == "done")
        try await fixture.expectBalance(38, spent: 12)
    }

    @Test func `answers a repeat with the stored result and does no work`() async throws {
        try await fixture.grant(50)
        _ = try await charge { _ in "the first" }
        let picture = try await charge { _ in
            Issue.record("worked again")
            return "the second"
        }
        #expect(picture == "the first")
        try await fixture.expectBalance(38, spent: 12)
    }

    @Test func `tells a repeat that the work is still under way`() async throws {
        try await fixture.grant(50)
        _ = try await charge { hold in
            let id = hold.charge.id
            let error = await #expect(throws: LedgerError.self) { try await charge { _ in "again" } }
            #expect(error?.repeated?.id == id)
            #expect(error?.repeated?.resolved == nil)
            return "once"
        }
        try await fixture.expectBalance(38, spent: 12)
    }

    @Test func `tells a repeat that the work was released`() async throws {
        try await fixture.grant(50)
        await #expect(throws: OutOfPaint.self) { try await charge { _ in throw OutOfPaint() } }
        let error = await #expect(throws: LedgerError.self) { try await charge { _ in "again" } }
        #expect(error?.repeated?.resolved != nil)
        #expect(error?.repeated?.capture == nil)
    }

    @Test func `refuses another order under the same reference`() async throws {
        try await fixture.grant(50)
        _ = try await charge { _ in "a picture" }
        let error = await #expect(throws: LedgerError.self) {
            try await charge(order: ["scarf"]) { _ in "another" }
        }
        #expect(error?.refusal == .referenceConflict("work"))
    }

    @Test func `does no work that cannot be paid`() async throws {
        try await fixture.grant(11)
        let error = await #expect(throws: LedgerError.self) {
            try await charge { _ in
                Issue.record("worked for nothing")
                return "a picture"
            }
        }
        #expect(error?.refusal == .insufficientCredits(required: 12, available: 11))
    }

    @Test func `tells what is unsettled when the work fails and the release does too`() async throws {
        try await fixture.grant(50)
        let error = await #expect(throws: UnsettledCharge.self) {
            try await charge { _ in
                fixture.store.failAlways(.before(.diskFailed))
                throw OutOfPaint()
            }
        }
        #expect(error?.workError is OutOfPaint)
        #expect(error?.releaseError.failure?.code == .diskFailed)
        #expect(error?.charge.reference == "work")
        fixture.store.failAlways(nil)
        try await fixture.expectBalance(38, held: 12)
        fixture.clock.advance(by: .seconds(60))
        #expect(try await fixture.ledger.resolveOverdueHolds().count == 1)
        try await fixture.expectBalance(50)
    }

    @Test func `tells when the capture could not be written, and the lease gives the credits back`() async throws {
        try await fixture.grant(50)
        let error = await #expect(throws: LedgerError.self) {
            try await charge { _ in
                fixture.store.failAlways(.before(.diskFailed))
                return "a picture"
            }
        }
        #expect(error?.failure?.code == .diskFailed)
        fixture.store.failAlways(nil)
        fixture.clock.advance(by: .seconds(60))
        _ = try await fixture.ledger.resolveOverdueHolds()
        try await fixture.expectBalance(50)
    }

    @Test func `releases when the result is too large to keep`() async throws {
        try await fixture.grant(50)
        let error = await #expect(throws: LedgerError.self) {
            try await charge { _ in String(repeating: "x", count: Payload.maximumByteCount) }
        }
        #expect(error?.refusal == .payloadTooLarge(byteCount: Payload.maximumByteCount + 2))
        try await fixture.expectBalance(50)
    }

    @Test func `gives fifty who ask at once one charge`() async throws {
        try await fixture.grant(50)
        let worked = Counter()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        return try await charge { _ in
                            worked.increment()
                            return "a picture"
                        }
                    } catch LedgerError.repeated {
                        return "under way"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(worked.count == 1)
        #expect(outcomes.isSubset(of: ["a picture", "under way"]))
        try await fixture.expectBalance(38, spent: 12)
    }

    @discardableResult
    private func charge(
        order: [String] = ["hat"], work: @Sendable (borrowing Hold) async throws -> String
    ) async throws -> String {
        try await fixture.ledger.charge(
            12, to: Fixture.account, from: .app, reference: "work", order: order, by: "test", work: work)
    }
}
