/// Something on file that contradicts something else on file.
public struct LedgerFault: Hashable, Sendable, Codable {
    /// The balance in which it was found.
    public let balance: BalanceKey
    /// The journal entry at which it was found, if it is one entry's.
    public let sequence: Int64?
    /// What is wrong, in one sentence.
    public let message: String
}

extension LedgerFault: CustomStringConvertible {
    public var description: String {
        let place = sequence.map { " entry \($0)" } ?? ""
        return "\(balance)\(place): \(message)"
    }
}

/// What a check of a whole ledger found.
public struct VerificationReport: Hashable, Sendable {
    /// How many journal entries were read.
    public var entries: Int64 = 0
    /// How many balances they belong to.
    public var balances: Int64 = 0
    /// The sum of all balances, place by place.
    public var totals = Totals()
    /// What was found, the first of it.
    public var faults: [LedgerFault] = []
    /// How many faults there are in all.
    public var faultCount: Int64 = 0

    /// Where all the credits are that were ever issued.
    public struct Totals: Hashable, Sendable, Codable {
        /// May be spent.
        public var available: Int128 = 0
        /// Reserved for work that is under way.
        public var held: Int128 = 0
        /// Paid for what was delivered.
        public var spent: Int128 = 0
        /// Gone because their time was over.
        public var expired: Int128 = 0
        /// Taken back.
        public var revoked: Int128 = 0

        mutating func add(_ balance: Balance) {
            available += Int128(balance.available.count)
            held += Int128(balance.held.count)
            spent += Int128(balance.spent.count)
            expired += Int128(balance.expired.count)
            revoked += Int128(balance.revoked.count)
        }
    }
}

extension Ledger {
    /// Rebuilds every balance from the journal and compares it with what is on file.
    ///
    /// Each balance is read as of one moment, so that a ledger at work can be checked.
    ///
    /// - Parameters:
    ///   - limit: How many faults are told at the most; all are counted.
    ///   - progress: Called now and then with the entries read so far.
    public func verify(
        limit: Int = 20, progress: (Int64) -> Void = { _ in }
    ) async throws(StoreFailure) -> VerificationReport {
        var report = VerificationReport()
        var last: BalanceKey?
        while true {
            let keys = try await store.balanceKeys(after: last, limit: 256)
            guard let end = keys.last else { return report }
            last = end
            for key in keys {
                guard let record = try await store.record(of: key) else { continue }
                let faults = BalanceCheck.faults(in: record)
                report.balances += 1
                report.entries += Int64(record.entries.count)
                report.totals.add(record.balance)
                report.faultCount += Int64(faults.count)
                report.faults += faults.prefix(max(0, limit - report.faults.count))
            }
            progress(report.entries)
        }
    }
}
