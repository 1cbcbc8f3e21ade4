import CreditLedger
import CreditLedgerTesting
import Testing

@Suite struct MemoryStoreTests {
    @Test(arguments: LedgerStoreContract.checks)
    func `keeps the contract`(check: ContractCheck) async throws {
        try await check.run { clock in MemoryStore(clock: clock) }
    }
}
