import Identity
import ScripServer

/// An account and its balances, as commands print them.
struct AccountSheet: Encodable {
    let id: String
    let email: String
    let balances: [String: BalanceSheet]

    init(_ account: Account, balances: [String: BalanceSheet]) {
        id = "\(account.id)"
        email = account.email.text
        self.balances = balances
    }

    /// A row for each pool.
    var rows: [[String]] {
        balances.keys.sorted().compactMap { pool in balances[pool].map { [pool] + $0.cells } }
    }
}

extension BalanceSheet {
    static let columns = ["available", "held", "spent", "expired", "revoked", "issued"]

    fileprivate var cells: [String] { [available, held, spent, expired, revoked, issued].map(String.init) }
}
