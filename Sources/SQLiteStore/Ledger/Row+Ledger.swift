import CreditLedger
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A stored value that is not of the form in which it was written.
struct UnreadableColumn: Error {
    let name: String
}

extension Row {
    func credits(_ column: String) throws -> Credits {
        guard let credits = Credits(exactly: self[column] as Int64) else { throw UnreadableColumn(name: column) }
        return credits
    }

    func timestamp(_ column: String) -> Timestamp {
        Timestamp(microseconds: self[column])
    }

    func optionalTimestamp(_ column: String) -> Timestamp? {
        (self[column] as Int64?).map { Timestamp(microseconds: $0) }
    }

    func reference(_ column: String) throws -> Reference {
        guard let reference = Reference(self[column] as String) else { throw UnreadableColumn(name: column) }
        return reference
    }

    func payload(_ column: String) -> Payload {
        Payload(bytes: Array(self[column] as Data))
    }

    func balanceKey() throws -> BalanceKey {
        guard let uuid: UUID = self["account"], let pool = Pool(self["pool"] as String) else {
            throw UnreadableColumn(name: "account")
        }
        return BalanceKey(account: AccountID(uuid), pool: pool)
    }
}
