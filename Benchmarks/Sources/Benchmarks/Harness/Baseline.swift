import CBaseline

/// The bare C program over SQLite that the ledger is held against.
final class Baseline {
    private let program: OpaquePointer

    /// Makes the file at `path` with `accounts` accounts.
    init(path: String, accounts: Int) throws {
        guard let program = baseline_open(path, Int64(accounts)) else {
            throw BrokenBenchmark("The baseline's file cannot be made at \(path).")
        }
        self.program = program
    }

    deinit {
        baseline_close(program)
    }

    /// Writes some charges first, so that the log has its length and memory holds what it will.
    func warmUp(_ charges: Int) throws {
        _ = try charge(charges, perCommit: 1_000)
        try check(baseline_checkpoint(program))
    }

    /// Writes `charges` charges, so many in a commit; returns how long each group of them took, in seconds.
    func charge(_ charges: Int, perCommit: Int) throws -> [Double] {
        var seconds = Array(repeating: 0.0, count: (charges + perCommit - 1) / perCommit)
        try check(baseline_charge(program, Int64(charges), Int64(perCommit), &seconds))
        return seconds
    }

    private func check(_ code: Int32) throws {
        guard code == 0 else { throw BrokenBenchmark(String(cString: baseline_message(program))) }
    }
}
