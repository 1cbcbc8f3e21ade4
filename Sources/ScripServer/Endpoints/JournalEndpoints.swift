import CreditLedger
import HTTPTypes
import Hummingbird

/// `GET /v1/journal` and `GET /v1/receipts/ID`: every movement of the caller's credits, and what came of each charge.
struct JournalEndpoints: Sendable {
    let authentication: CallerAuthentication
    let ledger: Ledger

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("journal", use: list)
        router.get("receipts/:id", use: receipt)
    }

    @Sendable
    private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let query = ListQuery(request)
        let limit = try query.limit()
        let filter = try filter(of: query, account: caller.account)
        let after = try query.cursor { Int64($0).flatMap { $0 > 0 ? $0 : nil } }
        let lines = try await ledger.store.journal(filter, page: Page(after: after, limit: limit + 1))
        let next = lines.count > limit ? "\(lines[limit - 1].position)" : nil
        return JSONAnswer.response(List(entries: lines.prefix(limit).map(EntrySheet.init), nextCursor: next))
    }

    /// The owner of an account sees both its pools, whichever credential is shown.
    private func filter(of query: ListQuery, account: AccountID) throws(APIError) -> JournalFilter {
        let pool = try query.value("pool", "the name of a pool, such as app or api") { Pool($0) }
        let kinds = try query.values("kind", of: Entry.Kind.allCases.map(\.name)) { Entry.Kind(name: $0) }
        return JournalFilter(
            account: account, pool: pool, kinds: kinds.map { Set($0) }, since: try query.moment("since"),
            until: try query.moment("until"))
    }

    @Sendable
    private func receipt(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        // Another account's charge is answered as one that is not there.
        guard let charge = try await ledger.store.charge(named: context.parameters.get("id") ?? ""),
            charge.key.account == caller.account, let receipt = try await ledger.receipt(of: charge.id)
        else { throw APIError(.notFound, .notFound, "There is no such charge.") }
        return JSONAnswer.response(ReceiptSheet(receipt))
    }

    private struct List: Encodable {
        var entries: [EntrySheet]
        var nextCursor: String?

        enum CodingKeys: String, CodingKey {
            case entries
            case nextCursor = "next_cursor"
        }
    }
}
