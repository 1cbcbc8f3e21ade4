/// What every store of a ledger promises, check by check.
///
/// A store's tests run each of them on a fresh store:
///
/// ```swift
/// @Test(arguments: LedgerStoreContract.checks)
/// func `keeps the contract`(check: ContractCheck) async throws {
///     try await check.run { clock in MyStore(clock: clock) }
/// }
/// ```
public enum LedgerStoreContract {
    /// All checks; none depends on another.
    public static let checks: [ContractCheck] =
        grants + holds + captures + releases + expiries + adoptions + refunds + deductions + repeats + conflicts
        + burnOrder + grantExpiries + revocations + recalls + debts + withdrawals + closings + closedPools + limits
        + batches + identifiers + payloads + reading + pages + journal + filters + histories + standings
}
