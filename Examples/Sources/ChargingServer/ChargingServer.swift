import CreditLedger
import Foundation
import Hummingbird
import NIOCore
import SQLiteStore

/// Sells haikus by the credit: a whole server around a ledger in one SQLite file.
@main
struct ChargingServer {
    static func main() async throws {
        let environment = Environment()
        let port = environment.get("PORT", as: Int.self) ?? 8080
        let database = try SQLiteDatabase(path: environment.get("LEDGER") ?? "ledger.sqlite", role: .server)
        let ledger = Ledger(store: SQLiteLedgerStore(database))
        let server = Application(
            router: router(over: ledger),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            services: [LeaseKeeper(ledger: ledger)],
            onServerRunning: { channel in
                let address = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
                FileHandle.standardOutput.write(Data("listening on \(address)\n".utf8))
            })
        // Until Ctrl-C or SIGTERM, and then until the last request is answered.
        try await server.runService()
        try database.close()
    }

    // Who may call which of these is yours to say: put your sign-in in front.
    static func router(over ledger: Ledger) -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: LedgerErrors())

        router.post("accounts/:id/grants") { request, context in
            let account = try context.account
            let grant = try await request.decode(as: GrantRequest.self, context: context)
            let posting = try await ledger.grant(
                GrantTerms(amount: grant.amount), to: account, in: .app,
                reference: request.reference("grant", of: account), by: "owner")
            return ["available": posting.standing.available]
        }

        router.post("accounts/:id/haikus") { request, context in
            let account = try context.account
            let order = try await request.decode(as: HaikuRequest.self, context: context)
            return try await ledger.charge(
                Haiku.price, to: account, from: .app,
                reference: request.reference("haiku", of: account), order: order, by: "user"
            ) { hold in
                try await Poet().haiku(about: order.topic, paidBy: hold)
            }
        }

        router.get("accounts/:id/balance") { _, context in
            let balance = try await ledger.store.balances(of: context.account).first { $0.key.pool == .app }
            return [
                "available": balance?.available ?? 0, "held": balance?.held ?? 0, "spent": balance?.spent ?? 0,
            ]
        }
        return router
    }
}
