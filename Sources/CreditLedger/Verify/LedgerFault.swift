/// Something on file that contradicts something else on file.
public struct LedgerFault: Hashable, Sendable, Codable {
    /// The balance in which it was found; `nil` for the journal as a whole.
    public let balance: BalanceKey?
    /// The journal entry at which it was found, if it is one entry's.
    public let sequence: Int64?
    /// What is wrong, in one sentence.
    public let message: String
}

extension LedgerFault: CustomStringConvertible {
    public var description: String {
        let place = sequence.map { " entry \($0)" } ?? ""
        return "\(balance.map { "\($0)" } ?? "journal")\(place): \(message)"
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
    /// The last seal that holds; `nil` if nothing is sealed yet, or the store has no seals.
    public var sealed: JournalMark?
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
    /// Rebuilds every balance from the journal, as of one moment, and compares it with what is on file; proves the
    /// journal's seals.
    ///
    /// All of the journal is read once. What is kept meanwhile is some 200 bytes a balance, whatever its length;
    /// only balances in which something does not fit are read as a whole, to tell what.
    ///
    /// - Parameters:
    ///   - limit: How many faults are told at the most; all are counted.
    ///   - marks: Seals that were kept elsewhere; each must be found in the chain.
    public func verify(
        limit: Int = 20, marks: [JournalMark] = []
    ) async throws(StoreFailure) -> VerificationReport {
        let audit = try await store.survey(LedgerAudit(marks: marks))
        var report = audit.report
        var faults = audit.faults
        for key in audit.suspects {
            guard let record = try await store.record(of: key) else { continue }
            let found = BalanceCheck.faults(in: record)
            faults += found.isEmpty ? [.unfit(key)] : found
        }
        report.faultCount = Int64(faults.count)
        report.faults = Array(faults.prefix(limit))
        return report
    }
}

extension LedgerFault {
    /// The walk over all rows found what the balance's own records do not tell.
    fileprivate static func unfit(_ key: BalanceKey) -> LedgerFault {
        LedgerFault(balance: key, sequence: nil, message: "Its rows do not link up with each other and its journal.")
    }
}
