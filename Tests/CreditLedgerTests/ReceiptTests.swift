import CreditLedger
import CreditLedgerTesting
import Testing

/// What a person is told about one charge, and that nobody is told what the journal does not bear out.
@Suite struct ReceiptTests {
    @Test func `tells of work under way until when its credits are reserved`() async throws {
        let fixture = Fixture()
        try await fixture.grant(10)
        let charge = try await fixture.hold(4, reference: "work").charge
        let receipt = try await Self.receipt(charge.id, fixture)
        #expect(receipt.sentence == "Under way: 4 credits reserved until 2026-01-01T00:01:00.000Z.")
        #expect(receipt.outcome == .held(until: fixture.clock.now().advanced(by: .seconds(60))))
        #expect((receipt.paid, receipt.returned) == (0, 0))
        #expect(receipt.burned.map(\.kept) == [4])
    }

    @Test func `tells what delivered work cost`() async throws {
        let fixture = Fixture()
        try await fixture.grant(10)
        let charge = try #require(try await fixture.hold(1, reference: "work").capture().charge)
        let receipt = try await Self.receipt(charge.id, fixture)
        #expect(receipt.sentence == "Delivered for 1 credit.")
        #expect((receipt.paid, receipt.returned) == (1, 0))
        #expect(receipt.steps.map(\.kind) == [.hold, .capture])
        #expect(receipt.steps.map(\.sequence) == [2, 3])
        #expect(receipt.steps.map(\.position) == [2, 3])
        #expect(receipt.steps.map(\.reference) == ["work", nil])
    }

    @Test func `tells what went back of a hold that was larger than the price`() async throws {
        let fixture = Fixture()
        try await fixture.grant(20)
        let charge = try #require(try await fixture.hold(12, reference: "work").capture(8).charge)
        let receipt = try await Self.receipt(charge.id, fixture)
        #expect(receipt.sentence == "Delivered for 8 credits; the other 4 of 12 reserved went back.")
        #expect(receipt.steps.map(\.returned) == [0, 4])
        #expect(receipt.burned.map(\.kept) == [8])
    }

    @Test func `work that was not delivered reads as one thing that happened`() async throws {
        let fixture = Fixture()
        try await fixture.grant(10)
        let released = try #require(try await fixture.hold(1, reference: "released").release().charge)
        let overdue = try await fixture.hold(3, reference: "overdue").charge
        fixture.clock.advance(by: .seconds(60))
        #expect(try await fixture.ledger.resolveOverdueHolds().map(\.id) == [overdue.id])
        let deducted = try #require(
            try await fixture.ledger.deduct(
                2, from: Fixture.account, in: .app, reference: "ahead", by: "test"
            ).charge)
        try await fixture.ledger.refund(deducted.id, reference: "back", by: "test")
        #expect(try await Self.receipt(released.id, fixture).sentence == "Not delivered, credit returned.")
        #expect(try await Self.receipt(overdue.id, fixture).sentence == "Not delivered, 3 credits returned.")
        let receipt = try await Self.receipt(deducted.id, fixture)
        #expect(receipt.sentence == "Not delivered, 2 credits returned.")
        #expect((receipt.paid, receipt.returned) == (0, 2))
        #expect(receipt.burned.map(\.kept) == [0])
    }

    @Test func `tells what was refunded of delivered work, in part and in whole`() async throws {
        let fixture = Fixture()
        try await fixture.grant(10)
        let charge = try #require(try await fixture.hold(8, reference: "work").capture(6).charge)
        try await fixture.ledger.refund(charge.id, amount: 1, reference: "back-1", by: "test")
        let part = try await Self.receipt(charge.id, fixture)
        #expect(part.sentence == "Delivered for 5 credits, after a refund of 1.")
        #expect((part.paid, part.returned) == (5, 3))
        try await fixture.ledger.refund(charge.id, reference: "back-2", by: "test")
        let whole = try await Self.receipt(charge.id, fixture)
        #expect(whole.sentence == "Delivered and refunded, 6 credits returned.")
        #expect((whole.paid, whole.returned) == (0, 8))
        #expect(whole.steps.map(\.kind) == [.hold, .capture, .refund, .refund])
        #expect(whole.steps.map(\.returned) == [0, 2, 1, 5])
    }

    @Test func `names the grants that paid, where they came from, and what each has got back`() async throws {
        let fixture = Fixture()
        let (ledger, account) = (fixture.ledger, Fixture.account)
        for (amount, source, priority) in [(3, "bonus", 10), (9, "purchase", 50)] as [(Credits, GrantSource, Int)] {
            try await ledger.grant(
                GrantTerms(amount: amount, source: source, priority: priority), to: account, in: .app,
                reference: Reference(stringLiteral: "from-\(source)"), by: "test")
        }
        let charge = try #require(try await fixture.hold(8, reference: "work").capture(4).charge)
        let receipt = try await Self.receipt(charge.id, fixture)
        #expect(receipt.burned.map(\.source) == ["bonus", "purchase"])
        #expect(receipt.burned.map(\.reference) == ["from-bonus", "from-purchase"])
        #expect(receipt.burned.map(\.amount) == [3, 5])
        #expect(receipt.burned.map(\.kept) == [3, 1])
    }

    @Test func `there is none of a charge that is not there`() async throws {
        #expect(try await Fixture().ledger.receipt(of: ChargeID(1)) == nil)
    }

    @Test(arguments: Alteration.all)
    func `is not given where the journal does not bear it out`(alteration: Alteration) async throws {
        for charge in try await Self.everyCharge() {
            var record = charge
            guard alteration.change(&record) else { continue }
            #expect(throws: ReceiptError.self, "\(charge)") { try Receipt(record) }
        }
    }

    @Test func `every alteration is tried, and every charge as it was written has its receipt`() async throws {
        let records = try await Self.everyCharge()
        #expect(records.count == 8)
        for record in records { _ = try Receipt(record) }
        for alteration in Alteration.all {
            let altered = records.filter { record in
                var record = record
                return alteration.change(&record)
            }
            #expect(!altered.isEmpty, "\(alteration)")
        }
    }

    private static func receipt(_ charge: ChargeID, _ fixture: Fixture) async throws -> Receipt {
        try #require(try await fixture.ledger.receipt(of: charge))
    }

    /// A charge at every stage.
    private static func everyCharge() async throws -> [ChargeRecord] {
        let store = try await BalanceCheckTests.written().store
        let charges = try await store.charges(of: Fixture.account, page: Page(limit: 100))
        var records: [ChargeRecord] = []
        for charge in charges { records.append(try #require(try await store.record(of: charge.id))) }
        return records
    }
}

/// One way in which what is on file about a charge could be altered.
struct Alteration: Sendable, CustomStringConvertible {
    let description: String
    /// Alters a record, if it has what is to be altered.
    let change: @Sendable (inout ChargeRecord) -> Bool

    init(_ description: String, _ change: @escaping @Sendable (inout ChargeRecord) -> Bool) {
        self.description = description
        self.change = change
    }

    static let all = lines + charges + grants

    private static let lines = [
        Alteration("the entry that opened it is gone") { record in
            record.lines.removeFirst()
            return true
        },
        Alteration("the last entry is gone") { record in
            record.lines.removeLast()
            return true
        },
        Alteration("an entry comes twice") { record in
            guard let last = record.lines.last else { return false }
            record.lines.append(last)
            return true
        },
        Alteration("entries are exchanged") { record in
            guard record.lines.count > 1 else { return false }
            record.lines.swapAt(0, 1)
            return true
        },
        Alteration("an entry is about more") { record in
            record.alterLast { $0.with(amount: $0.amount.adding(1) ?? .zero) }
        },
        Alteration("an entry is another charge's") { record in record.alterLast { $0.aboutNothing } },
    ]

    private static let charges = [
        Alteration("more was held") { record in
            record.charge = record.charge.with(amount: record.charge.amount.adding(1))
            return true
        },
        Alteration("a refund is not written down") { record in
            guard case .captured(var capture, let mark) = record.charge.stage, capture.refunded < capture.amount else {
                return false
            }
            capture.refunded = capture.refunded.adding(1) ?? .zero
            record.charge.stage = .captured(capture, mark)
            return true
        },
        Alteration("it was released, and says that it was captured") { record in
            guard case .released(let reason, let mark) = record.charge.stage else { return false }
            let capture = Charge.Capture(amount: record.charge.amount, refunded: .zero, result: reason)
            record.charge.stage = .captured(capture, mark)
            return true
        },
        Alteration("it was closed, and says that it is held") { record in
            guard record.charge.resolved != nil else { return false }
            record.charge.stage = .held(Lease(worker: "x", until: .distantFuture))
            return true
        },
    ]

    private static let grants = [
        Alteration("a grant is gone") { record in
            record.grants.removeLast()
            return true
        },
        Alteration("a grant is another's") { record in
            let other = BalanceKey(account: AccountID(number: 9), pool: .app)
            record.grants[0] = record.grants[0].with(key: other)
            return true
        },
    ]
}

extension ChargeRecord {
    fileprivate mutating func alterLast(_ change: (Entry) -> Entry) -> Bool {
        guard let last = lines.popLast() else { return false }
        lines.append(JournalLine(position: last.position, entry: change(last.entry)))
        return true
    }
}
