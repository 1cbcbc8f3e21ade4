import CreditLedger
import Hummingbird

/// `GET /v1/balances`: where the caller's credits are, pool by pool.
struct BalanceEndpoints: Sendable {
    let authentication: CallerAuthentication
    let ledger: Ledger

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("balances", use: list)
    }

    @Sendable
    private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        return JSONAnswer.response(Body(balances: try await BalanceSheet.pools(of: caller.account, in: ledger)))
    }

    private struct Body: Encodable {
        var balances: [String: BalanceSheet]
    }
}
