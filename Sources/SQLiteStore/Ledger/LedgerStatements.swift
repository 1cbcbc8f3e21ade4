import GRDB

/// The statements that write a batch, each looked up once in a batch.
final class LedgerStatements {
    private let connection: Database

    init(_ connection: Database) {
        self.connection = connection
    }

    private(set) lazy var insertEntry = prepare(EntryRow.insertion)
    private(set) lazy var insertCharge = prepare(ChargeRow.insertion)
    private(set) lazy var closeCharge = prepare(ChargeRow.closing)
    private(set) lazy var passCharge = prepare(ChargeRow.passing)
    private(set) lazy var refundCharge = prepare(ChargeRow.refunding)
    private(set) lazy var insertLease = prepare(LeaseRow.insertion)
    private(set) lazy var shortenLease = prepare(LeaseRow.shortening)
    private(set) lazy var dropLease = prepare(LeaseRow.dropping)
    private(set) lazy var insertBalance = prepare(BalanceRow.insertion)
    private(set) lazy var updateBalance = prepare(BalanceRow.update)
    private(set) lazy var insertGrant = prepare(GrantRow.insertion)
    private(set) lazy var updateGrant = prepare(GrantRow.update)
    private(set) lazy var turnGrant = prepare(GrantRow.turning)

    private func prepare(_ sql: StaticString) -> Result<PreparedStatement, any Error> {
        Result { try PreparedStatement(sql, on: connection) }
    }
}
