import CreditLedger
import HTTPTypes
import Hummingbird

/// Answers what the ledger throws with the status that says so.
struct LedgerErrors<Context: RequestContext>: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let error as LedgerError { throw HTTPError(error) }
    }
}

extension HTTPError {
    init(_ error: LedgerError) {
        switch error {
        case .refused(.insufficientCredits(let required, let available)):
            self.init(.paymentRequired, message: "\(required) credits are needed, and \(available) are there.")
        case .refused(.referenceConflict):
            self.init(.unprocessableContent, message: "This Idempotency-Key was used for another request.")
        case .refused(let refusal):
            self.init(.unprocessableContent, message: "The ledger refuses: \(refusal).")
        case .repeated(let charge) where charge.resolved == nil:
            self.init(.conflict, message: "The first request with this key is still under way. Ask again.")
        case .repeated:
            self.init(.conflict, message: "The first request with this key failed and cost nothing. Use a new key.")
        case .unavailable:
            self.init(.serviceUnavailable, message: "The ledger did not answer. Ask again with the same key.")
        }
    }
}

extension HTTPResponse.Status {
    static var paymentRequired: Self { HTTPResponse.Status(code: 402, reasonPhrase: "Payment Required") }
}
