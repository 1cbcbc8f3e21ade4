/// Why a ledger did not do what was asked. Nothing was moved by this call, unless the failure's code
/// is ``StoreFailure/Code/outcomeUnknown``.
public enum LedgerError: Error, Sendable {
    /// The rules say no.
    case refused(Refusal)
    /// The reference opened this charge before, with the same content: look at how it ended.
    case repeated(Charge)
    /// The store could not answer.
    case unavailable(StoreFailure)
}
