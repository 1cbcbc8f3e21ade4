import CreditLedger
import Identity
import SQLiteStore

/// The data and the rooms over it, as the server and every command have them.
struct Backend: Sendable {
    let database: SQLiteDatabase
    let ledger: Ledger
    let accounts: AccountDirectory
    let keys: KeyRing
    let tokens: AccessTokens
    let sessions: Sessions
    let secret: SecretKey

    /// Opens the data that the settings name.
    static func open(_ settings: Settings, role: SQLiteDatabase.Role) async throws -> Backend {
        let folder = DataFolder(path: settings.dataDirectory)
        try folder.create()
        let database = try SQLiteDatabase(path: folder.databaseFile, role: role)
        let secret = try folder.secret(configured: settings.secretKey)
        var ledgerSettings = Ledger.Settings()
        ledgerSettings.limitInFlight = settings.limitInFlight
        ledgerSettings.leaseDuration = settings.generationLease
        return Backend(
            database: database,
            ledger: Ledger(store: SQLiteLedgerStore(database), settings: ledgerSettings),
            accounts: AccountDirectory(database: database),
            keys: KeyRing(database: database, secret: secret),
            tokens: await AccessTokens(secret: secret),
            sessions: Sessions(database: database), secret: secret)
    }

    /// Opens the data for one command beside a server, and closes it afterwards.
    static func use<Value>(
        _ options: DataOptions, _ work: (Backend, Settings) async throws -> Value
    ) async throws -> Value {
        try await orFail {
            let settings = try options.settings()
            let backend = try await open(settings, role: .guest)
            let value = try await work(backend, settings)
            try backend.database.close()
            return value
        }
    }

    /// Makes an account with its bonus. The bonus has the account's own reference: it is given once,
    /// however often this is tried.
    func createAccount(
        email: EmailAddress, role: Account.Role = .user, bonus: Credits
    ) async throws -> Account {
        let account = try await accounts.create(email: email, role: role)
        if bonus > .zero {
            try await ledger.grant(
                GrantTerms(amount: bonus, source: "bonus"), to: account.id, in: .app,
                reference: Reference(stringLiteral: "bonus_\(account.id)"), by: .system)
        }
        return account
    }
}
