import CreditLedger

/// The work that most benchmarks are about: charges of 200 bytes of order and 100 bytes of result.
struct Charging: Sendable {
    private static let order = Payload(bytes: Array(repeating: UInt8(ascii: "o"), count: 200))
    private static let result = Payload(bytes: Array(repeating: UInt8(ascii: "r"), count: 100))

    private let ledger: Ledger
    /// Whose credits the charge of a number takes.
    private let account: @Sendable (Int) -> AccountID

    /// Charges in `ledger`, each to the account that its number names.
    init(_ ledger: Ledger, account: @escaping @Sendable (Int) -> AccountID) {
        self.ledger = ledger
        self.account = account
    }

    /// Charges in `ledger` to `accounts` accounts, at random.
    init(_ ledger: Ledger, accounts: Int) {
        self.init(ledger) { .benchmark(Int($0.randomLooking % UInt64(accounts))) }
    }

    /// One charge: a hold and a capture, each waited for.
    func charge(_ number: Int) async throws {
        _ = try await hold(number).capture(result: Self.result)
    }

    /// The first half of a charge.
    func hold(_ number: Int) async throws -> Hold {
        try await ledger.hold(
            12, on: account(number), from: .api, reference: .unique("chg"), order: Self.order, by: "user")
    }

    /// `count` charges by `callers` concurrent callers, numbered from `first` on.
    func run(_ count: Int, callers: Int = 1_000, from first: Int = 0) async throws -> Load.Outcome {
        try await Load(callers: callers, count: count).run { try await charge(first + $0) }
    }
}

extension Int {
    /// A number that looks random, the same for the same number.
    var randomLooking: UInt64 { (UInt64(bitPattern: Int64(self)) ^ 0x5C21_BEAD_0000_0000).mixed }
}
