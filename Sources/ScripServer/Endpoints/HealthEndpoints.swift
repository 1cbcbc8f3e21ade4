import CreditLedger
import Hummingbird
import Logging

/// `GET /healthz` and `/readyz`: whether the process lives, and whether it can serve.
struct HealthEndpoints: Sendable {
    let ledger: Ledger

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("healthz") { _, _ in JSONAnswer.response(["status": "ok"]) }
        router.get("readyz", use: ready)
    }

    @Sendable
    private func ready(_ request: Request, context: ServerContext) async throws -> Response {
        do {
            _ = try await ledger.store.balanceKeys(after: nil, limit: 1)
            return JSONAnswer.response(["status": "ready"])
        } catch {
            context.logger.error("Not ready", metadata: ["cause": "\(error)"])
            var answer = APIError(.serviceUnavailable, .internalError, "The ledger does not answer.")
            answer.retryAfter = 5
            throw answer
        }
    }
}
