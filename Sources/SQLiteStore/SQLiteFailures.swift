import CreditLedger
import GRDB
import SQL

// SQLite's errors in our words: the one place where result codes are looked at.
extension SQLFailure {
    init(_ error: any Error) {
        if let failure = error as? SQLFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.rejected, "The database layer failed.", remedy: "Please report this.", cause: error)
            return
        }
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_ROWID:
            self.init(.notUnique, "A row with this unique value is there already.", remedy: "", cause: error)
        case .SQLITE_IOERR_SHMSIZE:
            // The index of the log could not grow. It holds nothing that must last.
            self.init(.notWritable, "The disk is full.", remedy: "Make room on it.", cause: error)
        default:
            self.init(primary: error)
        }
    }

    private init(primary error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .unavailable, "The data file is locked by another process.", remedy: "Try again.", cause: error)
        case .SQLITE_FULL:
            self.init(.notWritable, "The disk is full.", remedy: "Make room on it.", cause: error)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
            self.init(
                .notWritable, "The data file cannot be opened for writing.",
                remedy: "Check that its folder exists and that this user may write there.", cause: error)
        case .SQLITE_IOERR:
            self.init(
                .diskFailed,
                "The disk under the data file reported an error (\(Self.name(of: error))): whether what "
                    + "was being written is there, the next start finds out.",
                remedy: "Check the disk and the system's log, then start again.", cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .corrupt, "The data file is damaged or no SQLite database.",
                remedy: "Restore it from a backup.", cause: error)
        default:
            self.init(.rejected, "SQLite refused a statement.", remedy: "Please report this.", cause: error)
        }
    }

    /// Which call failed, such as `disk I/O error` with its number, 1034 for a sync: https://sqlite.org/rescode.html.
    private static func name(of error: DatabaseError) -> String {
        "SQLite error \(error.extendedResultCode.rawValue), \(error.extendedResultCode)"
    }

    init(opening path: String, _ error: any Error) {
        switch error as? SchemaProblem {
        case .newer:
            self.init(
                .unknownFormat, "\(path) was written by a newer version of scrip.",
                remedy: "Install that version or a later one; nothing was changed.")
        case .foreign:
            self.init(
                .unknownFormat, "\(path) is a database of another program.",
                remedy: "Name another data folder; nothing was changed.")
        case nil:
            let failure = SQLFailure(error)
            self.init(failure.code, "\(path): \(failure.message)", remedy: failure.remedy, cause: failure.cause)
        }
    }
}

extension StoreFailure {
    init(_ error: any Error) {
        if let failure = error as? StoreFailure {
            self = failure
            return
        }
        let failure = SQLFailure(error)
        let code: Code =
            switch failure.code {
            case .conditionFailed, .rejected: .rejected
            case .notUnique: .identifierTaken
            case .unavailable: .unavailable
            case .outcomeUnknown: .outcomeUnknown
            case .notWritable: .notWritable
            case .diskFailed: .diskFailed
            case .unknownFormat: .unknownFormat
            case .corrupt: .corrupt
            }
        self.init(code, failure.message, remedy: failure.remedy, cause: failure.cause)
    }
}
