import CreditLedger
import CreditLedgerTesting
import GRDB
import SQLiteStore
import Testing

@Suite struct SQLiteLedgerStoreTests {
    private static let account = AccountID(number: 1)

    @Test(arguments: LedgerStoreContract.checks)
    func `keeps the contract`(check: ContractCheck) async throws {
        try await withTemporaryFolder { folder in
            try await check.run { clock in
                SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server), clock: clock)
            }
        }
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `does what the auditor says`(seed: UInt64) async throws {
        try await withTemporaryFolder { folder in
            let run = LedgerModelRun(seed: seed, operations: 5_000)
            let summary = try await run.run { clock in
                SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server), clock: clock)
            }
            #expect(summary.commands == 5_000)
            print(summary)
        }
    }

    @Test func `does what the auditor says when it is opened anew for each commit`() async throws {
        try await withTemporaryFolder { folder in
            let run = LedgerModelRun(seed: 15, operations: 2_000, commitsPerStop: 3)
            let summary = try await run.run { reopenedStore(folder.path(), clock: $0) }
            #expect(summary.commands == 2_000)
        }
    }

    @Test(arguments: LedgerStoreContract.checks)
    func `keeps the contract when it is opened anew for each commit`(check: ContractCheck) async throws {
        try await withTemporaryFolder { folder in
            try await check.run { reopenedStore(folder.path(), clock: $0) }
        }
    }

    @Test func `a thousand at once get exactly what there is`() async throws {
        try await withTemporaryFolder { folder in
            let ledger = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server)))
            try await grant(300, on: ledger)
            #expect(await holds(of: 1_000, named: "server", on: [ledger]) == 300)
            try await expectBalance(0, held: 300, on: ledger)
        }
    }

    @Test func `a server and a guest that write at the same time keep everything exact`() async throws {
        try await withTemporaryFolder { folder in
            let server = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server)))
            let guest = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .guest)))
            try await grant(300, on: guest)
            #expect(await holds(of: 1_000, named: "both", on: [server, guest]) == 300)
            try await expectBalance(0, held: 300, on: server)
            try await expectBalance(0, held: 300, on: guest)
        }
    }

    @Test func `a reference that a server and a guest use at the same time acts once`() async throws {
        try await withTemporaryFolder { folder in
            let server = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server)))
            let guest = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .guest)))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    for ledger in [server, guest] {
                        group.addTask { try await grant(1, on: ledger, reference: "gift-\(number)") }
                    }
                }
                try await group.waitForAll()
            }
            try await expectBalance(200, held: 0, on: server)
        }
    }

    @Test func `keeps everything when it is closed and opened again`() async throws {
        try await withTemporaryFolder { folder in
            let clock = ManualClock()
            let first = try SQLiteDatabase(path: folder.path(), role: .server)
            let ledger = Ledger(store: SQLiteLedgerStore(first, clock: clock))
            try await grant(300, on: ledger)
            let id = try await hold(20, on: ledger, reference: "work")
            let record = try await ledger.store.record(of: BalanceKey(account: Self.account, pool: .app))
            try first.close()

            let second = try SQLiteDatabase(path: folder.path("ledger.sqlite"), role: .guest)
            let store = SQLiteLedgerStore(second, clock: clock)
            let again = try await store.record(of: BalanceKey(account: Self.account, pool: .app))
            #expect(again?.balance == record?.balance)
            #expect(again?.entries == record?.entries)
            #expect(again?.charges == record?.charges)
            #expect(again?.grants == record?.grants)
            let repeated = await #expect(throws: LedgerError.self) {
                _ = try await hold(20, on: Ledger(store: store), reference: "work")
            }
            guard case .repeated(let charge) = repeated else { return }
            #expect(charge.id == id)
        }
    }

    @Test func `fails, and does no more, once it is closed`() async throws {
        try await withTemporaryFolder { folder in
            let database = try SQLiteDatabase(path: folder.path(), role: .server)
            let store = SQLiteLedgerStore(database)
            try database.close()
            await #expect(throws: StoreFailure.self) { _ = try await store.balances(of: Self.account) }
            await #expect(throws: StoreFailure.self) { _ = try await store.commit([], by: LedgerRules()) }
        }
    }

    @Test func `a commit that has begun ends although its task is cancelled`() async throws {
        try await withTemporaryFolder { folder in
            let ledger = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server)))
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await grant(300, on: ledger)
            }
            try await task.value
            try await expectBalance(300, held: 0, on: ledger)
        }
    }

    @Test(arguments: [
        "UPDATE entries SET amount = amount + 1 WHERE position = 1", "UPDATE entries SET at = 0",
        "DELETE FROM entries WHERE position = 1", "DELETE FROM entries",
    ])
    func `lets nobody change its journal`(sql: String) async throws {
        try await withTemporaryFolder { folder in
            let ledger = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server)))
            try await grant(300, on: ledger)
            let raw = try DatabaseQueue(path: folder.path())
            #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: sql) } }
            try await expectBalance(300, held: 0, on: ledger)
        }
    }

    @Test(arguments: [
        "UPDATE balances SET available = -1", "UPDATE balances SET held = 0", "UPDATE grants SET remaining = 301",
        "UPDATE charges SET refunded = 1", "UPDATE charges SET state = 4", "UPDATE charges SET state = 6",
        "UPDATE charges SET cost = 0", "UPDATE charges SET cost = 21", "UPDATE charges SET resolved = 0",
        "UPDATE charges SET funding = x'00'", "UPDATE leases SET holds = -1", "UPDATE grants SET is_spendable = 0",
        "DELETE FROM balances",
        "UPDATE charges SET amount = 0", "INSERT INTO grants SELECT * FROM grants", "UPDATE balances SET debt = -1",
        "UPDATE balances SET debt = NULL", "UPDATE balances SET revoked = -1", "UPDATE balances SET is_closed = 2",
        "UPDATE balances SET is_closed = NULL", "UPDATE balances SET is_closed = 1",
        "UPDATE grants SET recalled = 301", "UPDATE grants SET recalled = -1", "UPDATE grants SET recalled = NULL",
        "UPDATE grants SET revoked = 301", "UPDATE grants SET revoked = -1",
        anotherEntry(reason: "''"), anotherEntry(reason: "hex(zeroblob(128))"), anotherEntry(reason: "x'00'"),
    ])
    func `has a schema that demands what the rules promise`(sql: String) async throws {
        try await withTemporaryFolder { folder in
            let ledger = Ledger(store: SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server)))
            try await grant(300, on: ledger)
            _ = try await hold(20, on: ledger, reference: "work")
            let raw = try DatabaseQueue(path: folder.path())
            #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: sql) } }
            try await expectBalance(280, held: 20, on: ledger)
        }
    }
}

extension SQLiteLedgerStoreTests {
    /// Inserts an entry like the first but for its reason, an expression in SQL.
    private static func anotherEntry(reason: String) -> String {
        """
        INSERT INTO entries (position, balance, sequence, previous, anchor, kind, amount, available_before, held_before,
            available_after, held_after, actor, reason, at)
        SELECT 99, balance, 99, 0, 0, kind, amount, 0, 0, 0, 0, actor, \(reason), at FROM entries WHERE position = 1
        """
    }

    /// A store whose file is opened anew ahead of each commit.
    private func reopenedStore(_ path: String, clock: any LedgerClock) -> ReopeningStore {
        ReopeningStore { SQLiteLedgerStore(try SQLiteDatabase(path: path, role: .server), clock: clock) }
    }

    private func grant(_ amount: Credits, on ledger: Ledger, reference: String = "gift") async throws {
        try await ledger.grant(
            GrantTerms(amount: amount), to: Self.account, in: .app, reference: Reference(stringLiteral: reference),
            by: "test")
    }

    private func hold(_ amount: Credits, on ledger: Ledger, reference: String) async throws -> ChargeID {
        let reference = Reference(stringLiteral: reference)
        let hold = try await ledger.hold(amount, on: Self.account, from: .app, reference: reference, by: "test")
        return hold.charge.id
    }

    /// Has tasks hold one credit each, on one ledger after another, and tells how many could.
    private func holds(of count: Int, named name: String, on ledgers: [Ledger]) async -> Int {
        await withTaskGroup(of: Int.self) { group in
            for number in 0..<count {
                let ledger = ledgers[number % ledgers.count]
                group.addTask {
                    do {
                        _ = try await hold(1, on: ledger, reference: "\(name)-\(number)")
                        return 1
                    } catch LedgerError.refused(.insufficientCredits) {
                        return 0
                    } catch {
                        Issue.record(error)
                        return 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
    }

    private func expectBalance(
        _ available: Credits, held: Credits, on ledger: Ledger, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let balance = try await ledger.store.balances(of: Self.account).first
        #expect(balance?.available == available, sourceLocation: sourceLocation)
        #expect(balance?.held == held, sourceLocation: sourceLocation)
        #expect(try await ledger.verify().faults.isEmpty, sourceLocation: sourceLocation)
    }
}
