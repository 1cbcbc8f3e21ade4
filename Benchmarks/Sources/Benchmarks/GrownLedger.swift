import CreditLedger

/// A ledger that is filled once and grows from benchmark to benchmark: filling takes the longest.
struct GrownLedger {
    /// Its data file.
    let file: String
    /// Whose charges there are in it.
    let accounts: Accounts
    /// How many journal entries it holds.
    private(set) var entries: Int

    /// How many entries are written between two looks at the clock.
    private static let sliceEntries = 20_000

    /// A new one, with nothing but grants.
    init(file: String, accounts: Accounts) async throws {
        self.file = file
        self.accounts = accounts
        try await LedgerFile.with(file) { try await $0.fund(accounts: accounts.count) }
        entries = accounts.count
    }

    /// Charges until there are `goal` entries, or until it is time to stop; does nothing if there are as many.
    mutating func grow(to goal: Int, until deadline: ContinuousClock.Instant) async throws {
        guard goal > entries else { return }
        Report.progress("filling a ledger to \(goal) entries")
        let (first, accounts) = (entries, accounts)
        entries += try await LedgerFile.with(file) { ledger in
            let charging = accounts.charging(ledger, from: first)
            var done = 0
            while done < goal - first, ContinuousClock.now < deadline {
                let charges = (min(goal - first - done, Self.sliceEntries) + 1) / 2
                _ = try await charging.run(charges, from: done)
                done += 2 * charges
            }
            return done
        }
    }
}

extension GrownLedger {
    /// Its accounts. One in ten is busy: half of all charges are theirs.
    struct Accounts: Sendable {
        /// How many there are.
        let count: Int

        /// Charges to them; `first` sets those of one time apart from those of another.
        func charging(_ ledger: Ledger, from first: Int) -> Charging {
            Charging(ledger) { number in
                let random = (first + number).randomLooking
                let count = random & 1 == 0 ? count / 10 : count
                return .benchmark(Int((random >> 1) % UInt64(count)))
            }
        }

        /// One of those that have a long history.
        func busy(_ number: Int) -> AccountID {
            .benchmark(Int(number.randomLooking % UInt64(count / 10)))
        }
    }
}

extension Session {
    /// The ledger that grows, with at least `entries` entries.
    ///
    /// - Throws: ``OutOfTime`` if the machine is too slow today to fill it.
    func grownLedger(entries: Int) async throws -> GrownLedger {
        var ledger: GrownLedger
        if let grown {
            ledger = grown
        } else {
            let accounts = GrownLedger.Accounts(count: scaled(1_000))
            ledger = try await GrownLedger(file: scratch.freshFile("grown"), accounts: accounts)
        }
        try await ledger.grow(to: entries, until: fillingDeadline)
        grown = ledger
        guard ledger.entries >= entries else { throw OutOfTime() }
        return ledger
    }
}
