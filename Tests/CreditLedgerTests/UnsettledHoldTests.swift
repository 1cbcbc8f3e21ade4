import CreditLedger
import CreditLedgerTesting
import Testing

/// Holds that the store failed to settle, and whose worker goes on renewing its leases.
@Suite struct UnsettledHoldTests {
    private let fixture = Fixture()

    @Test func `a release that failed is made up for without waiting for the lease`() async throws {
        try await failToSettle { hold in try await hold.release(reason: Payload(bytes: [9])) }
        let resolved = try await fixture.ledger.resolveOverdueHolds { _ in .capture(nil, result: Payload(bytes: [1])) }
        #expect(resolved.map(\.reference) == ["work"])
        try await fixture.expectBalance(100)
        guard case .released(let reason, _) = try #require(resolved.first).stage else {
            Issue.record("not released")
            return
        }
        #expect(reason.bytes == [9])
    }

    @Test func `a capture that failed is made up for if its work was delivered`() async throws {
        try await failToSettle { hold in try await hold.capture(result: Payload(bytes: [7])) }
        let resolved = try await fixture.ledger.resolveOverdueHolds { _ in .capture(nil, result: Payload(bytes: [7])) }
        #expect(resolved.first?.capture?.result.bytes == [7])
        try await fixture.expectBalance(80, spent: 20)
    }

    @Test func `a capture that failed gives back if nothing was delivered`() async throws {
        try await failToSettle { hold in try await hold.capture() }
        #expect(try await fixture.ledger.resolveOverdueHolds().count == 1)
        try await fixture.expectBalance(100)
    }

    @Test func `what still fails is tried the next time`() async throws {
        try await failToSettle { hold in try await hold.release() }
        fixture.store.failAlways(.before(.notWritable))
        #expect(try await fixture.ledger.resolveOverdueHolds().isEmpty)
        fixture.store.failAlways(nil)
        #expect(try await fixture.ledger.resolveOverdueHolds().count == 1)
        #expect(try await fixture.ledger.resolveOverdueHolds().isEmpty)
        try await fixture.expectBalance(100)
    }

    @Test func `a capture that had taken place all the same is not undone`() async throws {
        try await failToSettle(with: .after(.outcomeUnknown)) { hold in try await hold.capture() }
        #expect(try await fixture.ledger.resolveOverdueHolds().isEmpty)
        try await fixture.expectBalance(80, spent: 20)
    }

    /// Holds 20 of 100 credits, and has the store fail as the hold is settled.
    private func failToSettle(
        with fault: FaultyStore.Fault = .before(.notWritable),
        _ settle: (consuming Hold) async throws -> Posting
    ) async throws {
        try await fixture.grant(100)
        let hold = try await fixture.hold(20, reference: "work")
        fixture.store.failAlways(fault)
        do {
            _ = try await settle(hold)
            Issue.record("The store should have failed.")
        } catch is LedgerError {}
        fixture.store.failAlways(nil)
        try await fixture.ledger.renewLeases()
    }
}
