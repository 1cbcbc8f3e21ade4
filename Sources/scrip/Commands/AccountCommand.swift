import ArgumentParser
import CreditLedger
import Identity
import ScripServer

/// `scrip account …`: who the accounts are and what they have.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Create, show and list accounts, and let people in.",
        subcommands: [Create.self, Show.self, List.self, Token.self, Link.self])
}

extension AccountCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an account, with the sign-up bonus or the credits that --grant names; print its id.")

        @OptionGroup var data: DataOptions
        @Option(help: "The account's e-mail address.") var email: String
        @Option(help: "Credits to start with, instead of the sign-up bonus.") var grant: Int64?
        @Option(help: "The pool that --grant goes to (app).") var pool: Pool = .app
        @Flag(help: "Print one JSON object.") var json = false

        func validate() throws {
            if let grant, grant < 0 { throw ValidationError("--grant must not be negative.") }
        }

        func run() async throws {
            try await Backend.use(data) { backend, settings in
                guard let email = EmailAddress(email) else { throw Failure("\(email) is not an e-mail address.") }
                let bonus = grant == nil ? settings.signupBonus : .zero
                let account = try await backend.createAccount(email: email, bonus: bonus)
                if let amount = grant.flatMap({ Credits(exactly: $0) }), amount > .zero {
                    try await backend.ledger.grant(
                        GrantTerms(amount: amount, source: "owner"), to: account.id, in: pool,
                        reference: Reference(stringLiteral: "opening_\(account.id)"), by: "cli")
                }
                try Output.answer(["id": "\(account.id)"], json: json, "\(account.id)")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show where an account's credits are.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The account's id or e-mail address.") var account: String
        @Flag(help: "Print one JSON object.") var json = false

        func run() async throws {
            try await Backend.use(data) { backend, _ in
                let account = try await backend.accounts.account(named: account)
                let sheet = AccountSheet(
                    account, balances: try await BalanceSheet.pools(of: account.id, in: backend.ledger))
                if json { return try Output.json(sheet) }
                print("\(account.id)  \(account.email)\(account.role == .owner ? "  (owner)" : "")")
                Output.table(["pool"] + BalanceSheet.columns, sheet.rows)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all accounts and their balances.")

        @OptionGroup var data: DataOptions
        @Flag(help: "Print one JSON object.") var json = false

        func run() async throws {
            try await Backend.use(data) { backend, _ in
                var sheets: [AccountSheet] = []
                var last: Account?
                while true {
                    let accounts = try await backend.accounts.accounts(after: last, limit: 200)
                    guard let end = accounts.last else { break }
                    last = end
                    for account in accounts {
                        let balances = try await BalanceSheet.pools(of: account.id, in: backend.ledger)
                        sheets.append(AccountSheet(account, balances: balances))
                    }
                }
                if json { return try Output.json(["accounts": sheets]) }
                let rows = sheets.flatMap { sheet in sheet.rows.map { [sheet.id, sheet.email] + $0 } }
                Output.table(["account", "email", "pool"] + BalanceSheet.columns, rows)
            }
        }
    }

    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a bearer token for an account, as the web app would have.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The account's id or e-mail address.") var account: String
        @Option(help: "How long it lasts: 90s, 30m, 1h, 7d (1h).") var expiresIn: Lifetime = Lifetime(.seconds(3_600))
        @Flag(help: "Print one JSON object.") var json = false

        func run() async throws {
            try await Backend.use(data) { backend, _ in
                let account = try await backend.accounts.account(named: account)
                let (token, expiresAt) = try await backend.tokens.issue(for: account.id, lifetime: expiresIn.duration)
                try Output.answer(["token": token, "expires_at": "\(expiresAt)"], json: json, token)
            }
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link that signs one browser in, once, within a day.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The account's id or e-mail address.") var account: String
        @Flag(help: "Print one JSON object.") var json = false

        func run() async throws {
            try await Backend.use(data) { backend, settings in
                let account = try await backend.accounts.account(named: account)
                let token = try await backend.sessions.createLink(for: account.id)
                let base = settings.publicURL ?? "http://\(settings.host):\(settings.port)"
                let link = "\(base)/sign-in?token=\(token.text)"
                try Output.answer(["link": link], json: json, link)
            }
        }
    }
}
