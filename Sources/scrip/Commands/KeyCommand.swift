import ArgumentParser
import CreditLedger
import Identity

/// `scrip key …`: API keys.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Create, list and revoke API keys.",
        subcommands: [Create.self, List.self, Revoke.self])
}

extension KeyCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an API key and print it: now, and never again.")

        @OptionGroup var data: DataOptions
        @Option(help: "Whose credits it spends: an id or an e-mail address.") var account: String
        @Option(help: "What it is for.") var label = "default"
        @Flag(help: "Print one JSON object.") var json = false

        func run() async throws {
            try await Backend.use(data) { backend, _ in
                let account = try await backend.accounts.account(named: account)
                let (key, secret) = try await backend.keys.create(for: account.id, label: label)
                if json { return try Output.json(["id": key.id, "key": secret.text, "label": key.label]) }
                print(secret.text)
                Output.note(
                    "\(key.id) spends from the pool api of \(account.email). Keep the key: it is not shown again.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List an account's keys.")

        @OptionGroup var data: DataOptions
        @Option(help: "Whose: an id or an e-mail address.") var account: String
        @Flag(help: "Print one JSON object.") var json = false

        func run() async throws {
            try await Backend.use(data) { backend, _ in
                let account = try await backend.accounts.account(named: account)
                let keys = try await backend.keys.keys(of: account.id).map(KeySheet.init)
                if json { return try Output.json(["keys": keys]) }
                Output.table(
                    ["id", "key", "label", "created", "revoked"],
                    keys.map { [$0.id, $0.key, $0.label, $0.created_at, $0.revoked_at ?? "–"] })
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key, at once and for good.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The key's id, key_….") var key: String
        @Flag(help: "Print one JSON object.") var json = false

        func run() async throws {
            try await Backend.use(data) { backend, _ in
                let sheet = KeySheet(try await backend.keys.revoke(key))
                try Output.answer(sheet, json: json, "\(sheet.id) revoked \(sheet.revoked_at ?? "")")
            }
        }
    }

    /// A key as it is listed. The names are those of the JSON.
    private struct KeySheet: Encodable {
        let id: String
        let key: String
        let label: String
        let created_at: String
        let revoked_at: String?

        init(_ key: APIKey) {
            id = key.id
            self.key = "\(APIKeySecret.prefix)…\(key.lastFour)"
            label = key.label
            created_at = "\(key.createdAt)"
            revoked_at = key.revokedAt.map { "\($0)" }
        }
    }
}
