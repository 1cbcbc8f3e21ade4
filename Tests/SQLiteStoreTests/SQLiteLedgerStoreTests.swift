import CreditLedger
import CreditLedgerTesting
import SQLiteStore
import Testing

@Suite struct SQLiteLedgerStoreTests {
    @Test(arguments: LedgerStoreContract.checks)
    func `keeps the contract`(check: ContractCheck) async throws {
        try await withTemporaryFolder { folder in
            try await check.run { clock in
                SQLiteLedgerStore(try SQLiteDatabase(path: folder.path(), role: .server), clock: clock)
            }
        }
    }
}
