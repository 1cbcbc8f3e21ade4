public import CreditLedger
public import SQL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Knows the accounts.
public struct AccountDirectory: Sendable {
    private let database: any SQLDatabase
    private let clock: any LedgerClock

    /// The accounts in `database`.
    public init(database: some SQLDatabase, clock: any LedgerClock = SystemClock()) {
        self.database = database
        self.clock = clock
    }

    /// Makes an account.
    ///
    /// - Throws: ``IdentityError/emailTaken(_:)`` if there is one with this address.
    public func create(
        email: EmailAddress, role: Account.Role = .user
    ) async throws(IdentityError) -> Account {
        let account = Account(id: AccountID(UUID()), email: email, role: role, createdAt: clock.now())
        do throws(SQLFailure) {
            try await database.commit([.insert(account)])
        } catch {
            throw error.code == .notUnique ? .emailTaken(email) : .unavailable(error)
        }
        return account
    }

    /// The account of an identifier.
    public func account(_ id: AccountID) async throws(IdentityError) -> Account? {
        try await accounts(SQLStatement("SELECT * FROM accounts WHERE id = $1", [.text("\(id)")])).first
    }

    /// The account of an address.
    public func account(email: EmailAddress) async throws(IdentityError) -> Account? {
        try await accounts(SQLStatement("SELECT * FROM accounts WHERE email = $1", [.text(email.text)])).first
    }

    /// The account that a person means, who names its identifier or its address.
    ///
    /// - Throws: ``IdentityError/unknownAccount`` if there is none.
    public func account(named name: String) async throws(IdentityError) -> Account {
        if let id = AccountID(name), let account = try await account(id) { return account }
        if let email = EmailAddress(name), let account = try await account(email: email) { return account }
        throw .unknownAccount
    }

    /// Accounts in the order of their making.
    public func accounts(after account: Account? = nil, limit: Int) async throws(IdentityError) -> [Account] {
        try await accounts(
            SQLStatement(
                """
                SELECT * FROM accounts WHERE created_at > $1 OR (created_at = $1 AND id > $2)
                ORDER BY created_at, id LIMIT $3
                """,
                [
                    .integer(account?.createdAt.microseconds ?? .min), .text(account.map { "\($0.id)" } ?? ""),
                    .integer(Int64(limit)),
                ]))
    }

    /// Whether there is an owner.
    public func hasOwner() async throws(IdentityError) -> Bool {
        try await !accounts(SQLStatement("SELECT * FROM accounts WHERE role = 'owner' LIMIT 1")).isEmpty
    }

    private func accounts(_ statement: SQLStatement) async throws(IdentityError) -> [Account] {
        do throws(SQLFailure) {
            return try await database.query(statement).map { row throws(SQLFailure) in try Account(row) }
        } catch {
            throw .unavailable(error)
        }
    }
}

extension SQLStatement {
    static func insert(_ account: Account) -> SQLStatement {
        SQLStatement(
            "INSERT INTO accounts (id, email, role, created_at) VALUES ($1, $2, $3, $4)",
            [
                .text("\(account.id)"), .text(account.email.text), .text(account.role.rawValue),
                .integer(account.createdAt.microseconds),
            ])
    }
}

extension Account {
    init(_ row: SQLRow) throws(SQLFailure) {
        guard let id = AccountID(try row.text("id")), let email = EmailAddress(try row.text("email")),
            let role = Role(rawValue: try row.text("role"))
        else { throw SQLFailure(.corrupt, "A stored account cannot be read.", remedy: "Restore it from a backup.") }
        let createdAt = Timestamp(microseconds: try row.integer("created_at"))
        self.init(id: id, email: email, role: role, createdAt: createdAt)
    }
}
