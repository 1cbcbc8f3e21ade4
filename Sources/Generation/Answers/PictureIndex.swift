import CreditLedger
public import Logging
public import SQL
public import ServiceLifecycle
import Synchronization

/// Finds an account's latest generation of an order.
///
/// Written behind the answers' backs, many at once: what a crash loses here is found no more, and nothing else.
public struct PictureIndex: Service {
    private struct Look: Hashable, Sendable {
        let account: AccountID
        let fingerprint: String
    }

    private static let interval = Duration.milliseconds(250)

    private let database: any SQLDatabase
    private let logger: Logger
    private let fresh = Fresh()

    /// The index in `database`.
    public init(database: some SQLDatabase, logger: Logger = Logger(label: "generate-character")) {
        self.database = database
        self.logger = logger
    }

    /// Writes down what is new, until shut down.
    public func run() async throws {
        for await _ in AsyncTimer(every: Self.interval).cancelOnGracefulShutdown() { await write() }
        await write()
    }

    /// Notes what a charge has delivered.
    func note(_ charge: Charge, _ fingerprint: String) {
        fresh.looks.withLock { $0[Look(account: charge.key.account, fingerprint: fingerprint)] = charge.id }
    }

    /// The charge of an account's latest generation of an order, if there is one.
    func latest(of fingerprint: String, for account: AccountID) async throws(SQLFailure) -> ChargeID? {
        let look = Look(account: account, fingerprint: fingerprint)
        if let charge = fresh.looks.withLock({ $0[look] }) { return charge }
        let rows = try await database.query(
            SQLStatement(
                "SELECT charge FROM pictures_by_look WHERE account = $1 AND fingerprint = $2",
                [.text("\(account)"), .text(fingerprint)]))
        return try rows.first.map { row throws(SQLFailure) in ChargeID(try row.integer("charge")) }
    }

    private func write() async {
        let looks = fresh.looks.withLock { $0 }
        guard !looks.isEmpty else { return }
        do throws(SQLFailure) {
            try await database.commit(looks.map { Self.insertion(of: $0.value, $0.key) })
            fresh.looks.withLock { fresh in fresh = fresh.filter { looks[$0.key] != $0.value } }
        } catch {
            logger.warning("Pictures are not found by their looks for now", metadata: ["cause": "\(error)"])
        }
    }

    private static func insertion(of charge: ChargeID, _ look: Look) -> SQLStatement {
        SQLStatement(
            """
            INSERT INTO pictures_by_look (account, fingerprint, charge) VALUES ($1, $2, $3)
            ON CONFLICT (account, fingerprint) DO UPDATE SET charge = excluded.charge
            """,
            [.text("\(look.account)"), .text(look.fingerprint), .integer(charge.value)])
    }

    /// What is not written down yet.
    private final class Fresh: Sendable {
        let looks = Mutex<[Look: ChargeID]>([:])
    }
}
