import CreditLedger
import GRDB
import SQLiteStore
import Testing

/// What the seals over the journal find, and what the walk over all rows finds beyond the balances' own records.
@Suite struct SealTests {
    @Test func `a ledger that was only written by the rules is whole, sealed in part or not`() async throws {
        try await withSealedLedger { ledger, _ in
            let sealed = try #require(try await ledger.verify().sealed)
            #expect(sealed.position == 6)
            try await charge(2, on: ledger)
            let report = try await ledger.verify()
            #expect(report.faults.isEmpty)
            #expect(report.sealed == sealed)
            #expect(report.entries == 8)
            #expect(try await ledger.sealJournal()?.first == 7)
            #expect(try await ledger.verify(marks: [sealed]).faults.isEmpty)
            #expect(try await ledger.sealJournal() == nil)
        }
    }

    /// Changes that keep every sum right, and that no balance's own record shows.
    @Test(arguments: [
        "UPDATE entries SET actor = 'nobody' WHERE position = 3", "UPDATE entries SET at = at + 1 WHERE position = 6",
        "UPDATE entries SET payload = x'01' WHERE position = 2",
        "UPDATE entries SET reason = 'none' WHERE position = 1",
        "UPDATE seals SET head = zeroblob(32)",
    ])
    func `a change to what was sealed breaks the seal`(sql: String) async throws {
        try await withSealedLedger { ledger, path in
            try await tamper(path, sql)
            let faults = try await ledger.verify().faults
            #expect(faults.contains { $0.balance == nil && $0.message.contains("is broken") }, "\(faults)")
        }
    }

    @Test func `a journal that was made anew has not the mark that was kept`() async throws {
        try await withSealedLedger { ledger, path in
            let kept = try #require(try await ledger.verify().sealed)
            try await tamper(path, "UPDATE entries SET actor = 'nobody' WHERE position = 3; DELETE FROM seals")
            try await ledger.sealJournal()
            #expect(try await ledger.verify().faults.isEmpty)
            #expect(try await ledger.verify(marks: [kept]).faults.count == 1)
            let text = kept.description
            #expect(JournalMark(text) == kept)
            #expect([String(text.dropLast()), "0" + text.dropFirst(), "x"].allSatisfy { JournalMark($0) == nil })
        }
    }

    @Test func `a mark where there is no seal is told`() async throws {
        try await withSealedLedger { ledger, _ in
            let kept = try #require(try await ledger.verify().sealed)
            let other = try #require(JournalMark("5" + kept.description.dropFirst()))
            #expect(try await ledger.verify(marks: [other]).faults.count == 1)
        }
    }

    /// Links and marks of the store's own.
    @Test(arguments: [
        "UPDATE entries SET previous = 0, anchor = 0 WHERE position = 4", "UPDATE balances SET last_entry = 5",
        "UPDATE balances SET last_charge = 0", "UPDATE charges SET previous = 0", "UPDATE charges SET opened = 1",
        "DROP INDEX entries_by_reference", "UPDATE charges SET funding = x'00000000000000010000000000000014'",
    ])
    func `rows that do not link up are found`(sql: String) async throws {
        try await withSealedLedger { ledger, path in
            try await tamper(path, sql)
            #expect(try await !ledger.verify().faults.isEmpty)
        }
    }

    private func withSealedLedger(_ body: (Ledger, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let ledger = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server)))
            try await ledger.grant(
                GrantTerms(amount: 100), to: AccountID(number: 1), in: .app, reference: "gift",
                reason: Reason("welcome"), by: "test")
            try await charge(0, on: ledger)
            try await charge(1, on: ledger)
            try await ledger.deduct(1, from: AccountID(number: 1), in: .app, reference: "fee", by: "test")
            try await ledger.sealJournal()
            try await body(ledger, folder.path())
        }
    }

    private func charge(_ number: Int, on ledger: Ledger) async throws {
        _ = try await ledger.hold(
            20, on: AccountID(number: 1), from: .app, reference: Reference(stringLiteral: "work-\(number)"),
            order: Payload(bytes: [1, 2, 3]), by: "test"
        ).capture(result: Payload(bytes: [4]))
    }

    private func tamper(_ path: String, _ sql: String) async throws {
        try await DatabaseQueue(path: path).write { connection in
            for trigger in ["entries_are_never_changed", "seals_are_never_changed", "seals_are_never_dropped"] {
                try connection.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try connection.execute(sql: sql)
        }
    }
}
