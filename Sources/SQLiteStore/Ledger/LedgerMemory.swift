import CreditLedger
import GRDB
import Synchronization

/// What the writer remembers of the ledger from one commit to the next, so that a batch need not read again
/// what the one before has written.
///
/// It is as good as the file as long as nobody else has written: `PRAGMA data_version`, asked under the write
/// lock, tells. After a commit that failed nothing of it is believed any more.
struct LedgerMemory {
    /// The balances, their spendable grants and their open charges.
    var slice = LedgerSlice()
    /// Where the rows of each known balance are.
    var balances: [BalanceKey: BalancePlace] = [:]
    /// The lease of each known open charge.
    var leases: [ChargeID: Int64] = [:]
    /// The position of the last entry.
    var lastEntry: Int64 = 0
    /// The number of the last balance.
    var lastBalance: Int64 = 0
    /// For how many batches more references are looked up before they are inserted: some, after one was taken.
    private var cautiousBatches = 0

    private var dataVersion: Int64?

    /// How many records are kept at the most.
    private static let capacity = 100_000
    private static let caution = 256

    /// A memory of nothing.
    ///
    /// - Parameter isCautious: Whether a reference has just turned out to be taken.
    init(isCautious: Bool = false) {
        cautiousBatches = isCautious ? Self.caution : 0
    }

    /// Whether references are to be looked up.
    var isCautious: Bool { cautiousBatches > 0 }

    /// Sees to it that what is remembered is what is on file. To be called at the start of each transaction.
    mutating func refresh(on connection: Database) throws {
        let version = try Self.number("PRAGMA data_version", on: connection)
        if version != dataVersion || slice.recordCount > Self.capacity {
            let caution = cautiousBatches
            self = LedgerMemory()
            cautiousBatches = caution
            dataVersion = version
            lastEntry = try Self.number("SELECT coalesce(max(position), 0) FROM entries", on: connection)
            lastBalance = try Self.number("SELECT coalesce(max(id), 0) FROM balances", on: connection)
        }
    }

    /// Forgets what the next batch is not likely to ask for.
    mutating func settle() {
        slice.forgetSettled()
        cautiousBatches = max(0, cautiousBatches - 1)
    }

    private static func number(_ sql: StaticString, on connection: Database) throws -> Int64 {
        let statement = try PreparedStatement(sql, on: connection)
        return try statement.first { $0.integer(0) } ?? 0
    }
}

/// Where the rows of a balance are.
struct BalancePlace {
    /// The number by which other rows name it.
    let id: Int64
    /// Whether it has a row already.
    var isStored: Bool
    /// The position of its last entry.
    var lastEntry: Int64 = 0
    /// The position of its last entry whose sequence number is a multiple of ``EntryChain/stride``.
    var lastAnchor: Int64 = 0
    /// Its last charge.
    var lastCharge: Int64 = 0
}

/// The memory of a file's one writer, whoever gives it work.
final class SharedLedgerMemory: Sendable {
    let memory = Mutex(LedgerMemory())
}
