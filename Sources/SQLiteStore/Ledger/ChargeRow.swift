import CreditLedger
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The rows of `charges`.
enum ChargeRow {
    private static let columns = """
        SELECT c.*, b.account, b.pool FROM charges AS c JOIN balances AS b ON b.id = c.balance
        """

    static func find(_ id: ChargeID, on connection: Database) throws -> Charge? {
        let statement = try connection.cachedStatement(sql: columns + " WHERE c.id = ?")
        return try Row.fetchOne(statement, arguments: [id.value]).map(charge)
    }

    static func all(of balance: BalanceRow, on connection: Database) throws -> [Charge] {
        let statement = try connection.cachedStatement(sql: columns + " WHERE c.balance = ? ORDER BY c.id")
        return try Row.fetchAll(statement, arguments: [balance.id]).map(charge)
    }

    static func page(_ page: Page<ChargeID>, of account: AccountID, on connection: Database) throws -> [Charge] {
        let statement = try connection.cachedStatement(
            sql: columns + " WHERE b.account = ? AND c.id < ? ORDER BY c.id DESC LIMIT ?")
        let arguments: StatementArguments = [account.uuid, page.after?.value ?? .max, page.limit]
        return try Row.fetchAll(statement, arguments: arguments).map(charge)
    }

    static func overdue(at now: Timestamp, limit: Int, on connection: Database) throws -> [ChargeID] {
        let statement = try connection.cachedStatement(
            sql: """
                SELECT id FROM charges WHERE state = 'held' AND leased_until <= ? ORDER BY leased_until LIMIT ?
                """)
        return try Int64.fetchAll(statement, arguments: [now.microseconds, limit]).map { ChargeID($0) }
    }

    static func renewLeases(of worker: WorkerID, until: Timestamp, on connection: Database) throws -> Int {
        let update = try connection.cachedStatement(
            sql: "UPDATE charges SET leased_until = ? WHERE state = 'held' AND worker = ?")
        try update.execute(arguments: [until.microseconds, worker.name])
        return connection.changesCount
    }

    static func save(_ charge: Charge, isNew: Bool, balance: Int64, on connection: Database) throws {
        let stage = StageColumns(charge.stage)
        if isNew {
            let insertion = try connection.cachedStatement(
                sql: """
                    INSERT INTO charges (state, captured, refunded, work_result, worker, leased_until,
                        resolved_sequence, resolved_at, id, balance, reference, amount, funding, work_order,
                        opened_sequence, opened_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            try insertion.execute(
                arguments: stage.values + [
                    charge.id.value, balance, charge.reference.text, charge.amount.count,
                    FundingBlob.encode(charge.funding), Data(charge.order.bytes),
                    charge.opened.sequence, charge.opened.at.microseconds,
                ])
        } else {
            let update = try connection.cachedStatement(
                sql: """
                    UPDATE charges SET state = ?, captured = ?, refunded = ?, work_result = ?, worker = ?,
                        leased_until = ?, resolved_sequence = ?, resolved_at = ?
                    WHERE id = ?
                    """)
            try update.execute(arguments: stage.values + [charge.id.value])
        }
    }

    private static func charge(_ row: Row) throws -> Charge {
        Charge(
            id: ChargeID(row["id"]), key: try row.balanceKey(), reference: try row.reference("reference"),
            amount: try row.credits("amount"), funding: try FundingBlob.decode(row["funding"]),
            order: row.payload("work_order"),
            opened: Charge.Mark(sequence: row["opened_sequence"], at: row.timestamp("opened_at")),
            stage: try StageColumns.stage(row))
    }
}

/// The columns that tell a charge's stage.
private struct StageColumns {
    let values: StatementArguments

    init(_ stage: Charge.Stage) {
        switch stage {
        case .held(let lease):
            values = ["held", 0, 0, nil, lease.worker.name, lease.until.microseconds, nil, nil]
        case .captured(let capture, let mark):
            values = [
                "captured", capture.amount.count, capture.refunded.count, Data(capture.result.bytes), nil, nil,
                mark.sequence, mark.at.microseconds,
            ]
        case .released(let reason, let mark):
            values = ["released", 0, 0, Data(reason.bytes), nil, nil, mark.sequence, mark.at.microseconds]
        case .expired(let mark):
            values = ["expired", 0, 0, nil, nil, nil, mark.sequence, mark.at.microseconds]
        }
    }

    static func stage(_ row: Row) throws -> Charge.Stage {
        let state: String = row["state"]
        if state == "held" {
            return .held(Lease(worker: WorkerID(row["worker"]), until: row.timestamp("leased_until")))
        }
        let mark = Charge.Mark(sequence: row["resolved_sequence"], at: row.timestamp("resolved_at"))
        switch state {
        case "captured":
            let capture = Charge.Capture(
                amount: try row.credits("captured"), refunded: try row.credits("refunded"),
                result: row.payload("work_result"))
            return .captured(capture, mark)
        case "released": return .released(row.payload("work_result"), mark)
        case "expired": return .expired(mark)
        default: throw UnreadableColumn(name: "state")
        }
    }
}

/// Which grants funded a charge: pairs of grant and amount, 8 bytes each, most significant first.
enum FundingBlob {
    static func encode(_ funding: [Charge.Funding]) -> Data {
        var data = Data(capacity: funding.count * 16)
        for part in funding {
            for number in [part.grant.value, part.amount.count] {
                withUnsafeBytes(of: number.bigEndian) { data.append(contentsOf: $0) }
            }
        }
        return data
    }

    static func decode(_ data: Data) throws -> [Charge.Funding] {
        let bytes = Array(data)
        guard bytes.count % 16 == 0 else { throw UnreadableColumn(name: "funding") }
        return try stride(from: 0, to: bytes.count, by: 16).map { start in
            let numbers = [start, start + 8].map { at in
                bytes[at..<at + 8].reduce(Int64(0)) { $0 << 8 | Int64($1) }
            }
            guard let amount = Credits(exactly: numbers[1]) else { throw UnreadableColumn(name: "funding") }
            return Charge.Funding(grant: GrantID(numbers[0]), amount: amount)
        }
    }
}
