import CreditLedger

/// A ledger that is filled once and grows from benchmark to benchmark: filling takes the longest.
///
/// Of its 1,000 accounts 100 are busy: half of all charges are theirs.
struct GrownLedger {
    /// Its data file.
    let file: String
    /// How many journal entries it holds.
    private(set) var entries: Int

    private static let accounts = 1_000
    private static let busyAccounts = 100

    /// A new one, with nothing but grants.
    init(file: String) async throws {
        self.file = file
        try await LedgerFile.with(file) { try await $0.fund(accounts: Self.accounts) }
        entries = Self.accounts
    }

    /// Charges until there are `goal` entries; does nothing if there are as many.
    mutating func grow(to goal: Int) async throws {
        guard goal > entries else { return }
        let (charges, first) = ((goal - entries) / 2, entries)
        Report.progress("filling a ledger with \(charges) charges")
        try await LedgerFile.with(file) { ledger in
            _ = try await Self.charging(ledger, from: first).run(charges)
        }
        entries = goal
    }

    /// The charges of such a ledger; `first` sets those of one time apart from those of another.
    static func charging(_ ledger: Ledger, from first: Int) -> Charging {
        Charging(ledger) { number in
            let random = (first + number).randomLooking
            let count = random & 1 == 0 ? busyAccounts : accounts
            return .benchmark(Int(random >> 1 % UInt64(count)))
        }
    }

    /// One of the accounts that have a long history.
    static func busyAccount(_ number: Int) -> AccountID {
        .benchmark(Int(number.randomLooking % UInt64(busyAccounts)))
    }
}

extension Session {
    /// The ledger that grows, with at least `entries` entries.
    func grownLedger(entries: Int) async throws -> GrownLedger {
        var ledger: GrownLedger
        if let grown { ledger = grown } else { ledger = try await GrownLedger(file: scratch.freshFile("grown")) }
        try await ledger.grow(to: entries)
        grown = ledger
        return ledger
    }
}
