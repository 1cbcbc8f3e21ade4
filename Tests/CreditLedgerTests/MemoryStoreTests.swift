import CreditLedger
import CreditLedgerTesting
import Testing

@Suite struct MemoryStoreTests {
    @Test(arguments: LedgerStoreContract.checks)
    func `keeps the contract`(check: ContractCheck) async throws {
        try await check.run { clock in MemoryStore(clock: clock) }
    }

    /// The canary: a store that reads the journal wrongly breaks a promise.
    @Test(arguments: Sabotage.allCases.filter { $0.isOfReading || $0 == .shortHistory || $0 == .staleStanding })
    func `a store that tells the journal wrongly does not keep the contract`(sabotage: Sabotage) async {
        var broken: [String] = []
        for check in LedgerStoreContract.checks {
            do {
                try await check.run { clock in SabotagedStore(MemoryStore(clock: clock), sabotage) }
            } catch {
                broken.append(check.name)
            }
        }
        #expect(!broken.isEmpty)
    }
}
