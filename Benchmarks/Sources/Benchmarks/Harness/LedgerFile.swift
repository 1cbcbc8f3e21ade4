import CreditLedger
import SQLiteStore

/// A ledger in a SQLite file, as a server has it.
enum LedgerFile {
    /// Opens the file at `path`, has `work` done on its ledger, and closes it.
    static func with<Value>(
        _ path: String, settings: Ledger.Settings = Ledger.Settings(),
        _ work: (Ledger) async throws -> Value
    ) async throws -> Value {
        let database = try SQLiteDatabase(path: path, role: .server)
        let value = try await work(Ledger(store: SQLiteLedgerStore(database), settings: settings))
        try database.close()
        return value
    }
}

extension AccountID {
    /// The `index`th of the accounts: as random as those of identity providers are, and the same in
    /// every run.
    static func benchmark(_ index: Int) -> AccountID {
        AccountID(number: UInt64(index).mixed)
    }
}

extension UInt64 {
    /// The number's bits, mixed as in SplitMix64.
    var mixed: UInt64 {
        var bits = self &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

extension Ledger {
    /// Gives each of `count` accounts one grant that no benchmark uses up.
    func fund(accounts count: Int) async throws {
        try await Load(callers: 1_000, count: count).run { index in
            try await grant(
                GrantTerms(amount: 1_000_000_000), to: .benchmark(index), in: .api, reference: .unique("grt"),
                by: "user")
        }
    }
}
