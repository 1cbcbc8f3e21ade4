import CreditLedger
import CreditLedgerTesting
import Testing

/// What a ledger makes of a store that fails.
@Suite struct FaultTests {
    /// What a store may do to the commits of one command that is tried up to four times.
    static let passing: [[FaultyStore.Fault]] = [
        [.before(.unavailable)], [.after(.outcomeUnknown)], [.before(.outcomeUnknown)],
        [.before(.unavailable), .before(.unavailable), .before(.unavailable)],
        [.after(.outcomeUnknown), .after(.outcomeUnknown), .after(.outcomeUnknown)],
        [.before(.unavailable), .after(.outcomeUnknown), .before(.outcomeUnknown)],
        [.after(.outcomeUnknown), .before(.unavailable), .after(.outcomeUnknown)],
    ]

    @Test(arguments: passing, Verb.allCases)
    func `does each verb exactly once through passing failures`(faults: [FaultyStore.Fault], verb: Verb) async throws {
        let fixture = Fixture()
        try await fixture.grant(100)
        try await verb.run(on: fixture) { for fault in faults { fixture.store.fail(fault) } }
        try await verb.expectDoneOnce(on: fixture)
    }

    @Test(arguments: Verb.allCases)
    func `is unavailable when the store goes on failing`(verb: Verb) async throws {
        let fixture = Fixture()
        try await fixture.grant(100)
        let error = await #expect(throws: LedgerError.self) {
            try await verb.run(on: fixture) { fixture.store.failAlways(.before(.unavailable)) }
        }
        #expect(error?.failure?.code == .unavailable)
        fixture.store.failAlways(nil)
        #expect(try await fixture.ledger.verify().faults.isEmpty)
    }

    @Test func `tries as often as its policy says`() async throws {
        let fixture = Fixture()
        fixture.store.failAlways(.before(.unavailable))
        await #expect(throws: LedgerError.self) { try await fixture.grant(1) }
        #expect(fixture.store.batches.count == 4)
    }

    @Test(arguments: [StoreFailure.Code.notWritable, .diskFailed, .unknownFormat, .corrupt, .rejected])
    func `does not try again what does not pass`(code: StoreFailure.Code) async throws {
        let fixture = Fixture()
        fixture.store.fail(.before(code))
        let error = await #expect(throws: LedgerError.self) { try await fixture.grant(1) }
        #expect(error?.failure?.code == code)
        #expect(fixture.store.batches.count == 1)
        try await fixture.grant(1)
        try await fixture.expectBalance(1)
    }

    @Test func `an outcome that stays unknown is told by asking again`() async throws {
        let fixture = Fixture()
        try await fixture.grant(100)
        fixture.store.failAlways(.after(.outcomeUnknown))
        let unknown = await #expect(throws: LedgerError.self) {
            _ = try await fixture.hold(10, reference: "work").charge
        }
        #expect(unknown?.failure?.code == .outcomeUnknown)
        fixture.store.failAlways(nil)
        let told = await #expect(throws: LedgerError.self) {
            _ = try await fixture.hold(10, reference: "work").charge
        }
        #expect(told?.repeated?.amount == 10)
        try await fixture.expectBalance(90, held: 10)
    }

    @Test func `takes another identifier when one is taken`() async throws {
        let fixture = Fixture()
        try await fixture.grant(100)
        fixture.store.fail(.before(.identifierTaken), .before(.identifierTaken))
        _ = try await fixture.hold(10, reference: "work").capture()
        let ids = fixture.store.batches.joined().compactMap { command -> ChargeID? in
            if case .hold(let holding) = command.verb { holding.id } else { nil }
        }
        #expect(Set(ids).count == 3)
        try await fixture.expectBalance(90, spent: 10)
    }

    @Test func `gives up when every identifier is taken`() async throws {
        let fixture = Fixture()
        fixture.store.failAlways(.before(.identifierTaken))
        let error = await #expect(throws: LedgerError.self) { try await fixture.grant(1) }
        #expect(error?.failure?.code == .unavailable)
    }

    @Test func `expires overdue holds exactly once through an unknown outcome`() async throws {
        let fixture = Fixture()
        try await fixture.grant(100)
        _ = try await fixture.hold(10, reference: "work").charge
        fixture.clock.advance(by: .seconds(60))
        fixture.store.fail(.after(.outcomeUnknown))
        _ = try await fixture.ledger.resolveOverdueHolds()
        try await fixture.expectBalance(100)
    }
}

extension FaultTests {
    enum Verb: String, CaseIterable, Sendable {
        case grant, hold, deduct, capture, release, refund, revoke, withdraw, close

        /// Does it, with `fail` called ahead of the commit that counts.
        func run(on fixture: Fixture, failing fail: () -> Void) async throws {
            let (ledger, account) = (fixture.ledger, Fixture.account)
            switch self {
            case .grant:
                fail()
                try await fixture.grant(10, reference: "work")
            case .hold:
                fail()
                _ = try await fixture.hold(10, reference: "work").charge
            case .deduct:
                fail()
                try await ledger.deduct(10, from: account, in: .app, reference: "work", by: "test")
            case .capture:
                let hold = try await fixture.hold(10, reference: "work")
                fail()
                _ = try await hold.capture(7)
            case .release:
                let hold = try await fixture.hold(10, reference: "work")
                fail()
                _ = try await hold.release()
            case .refund:
                let posting = try await ledger.deduct(10, from: account, in: .app, reference: "work", by: "test")
                fail()
                guard let id = posting.charge?.id else { return }
                try await ledger.refund(id, amount: 4, reference: "back", by: "test")
            case .revoke, .withdraw, .close: try await runAsOwner(on: fixture, failing: fail)
            }
        }

        private func runAsOwner(on fixture: Fixture, failing fail: () -> Void) async throws {
            let (ledger, account) = (fixture.ledger, Fixture.account)
            let gift = GrantTerms(amount: 10)
            let posting = try await ledger.grant(gift, to: account, in: .app, reference: "late", by: "test")
            let (grant, reason) = (try #require(posting.grant?.id), try #require(Reason("granted twice")))
            fail()
            switch self {
            case .revoke: try await ledger.revoke(grant, amount: 4, reference: "work", by: "test")
            case .withdraw:
                try await ledger.withdraw(
                    3, from: account, in: .app, reference: "work", reason: reason, by: "test")
            default: try await ledger.close(account, pool: .app, reference: "work", reason: reason, by: "test")
            }
        }

        func expectDoneOnce(on fixture: Fixture) async throws {
            switch self {
            case .grant: try await fixture.expectBalance(110)
            case .hold: try await fixture.expectBalance(90, held: 10)
            case .deduct: try await fixture.expectBalance(90, spent: 10)
            case .capture: try await fixture.expectBalance(93, spent: 7)
            case .release: try await fixture.expectBalance(100)
            case .refund: try await fixture.expectBalance(94, spent: 6)
            case .revoke: try await fixture.expectBalance(106)
            case .withdraw: try await fixture.expectBalance(107)
            case .close: try await fixture.expectBalance(0)
            }
        }
    }
}
