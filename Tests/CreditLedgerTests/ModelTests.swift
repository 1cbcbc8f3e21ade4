import CreditLedger
import CreditLedgerTesting
import Foundation
import Testing

@Suite struct ModelTests {
    /// `LEDGER_MODEL_OPERATIONS` makes the whole longer; the seeds then go on from 1.
    static let operationsPerSeed = 5_000
    static let seeds: [UInt64] = {
        let wanted = ProcessInfo.processInfo.environment["LEDGER_MODEL_OPERATIONS"].flatMap { Int($0) }
        return Array(1...UInt64(max(1, (wanted ?? 200_000) / operationsPerSeed)))
    }()

    @Test(arguments: seeds)
    func `the memory store does what the auditor says`(seed: UInt64) async throws {
        let run = LedgerModelRun(seed: seed, operations: Self.operationsPerSeed)
        let summary = try await run.run { clock in MemoryStore(clock: clock) }
        #expect(summary.commands == Self.operationsPerSeed)
        #expect(Set(summary.written.keys) == Set(Entry.Kind.allCases))
        #expect(summary.stops.before > 0 && summary.stops.after > 0)
    }

    @Test func `a workload visits every refusal that it can and repeats of many kinds`() async throws {
        let run = LedgerModelRun(seed: 2_026, operations: Self.operationsPerSeed)
        let summary = try await run.run { clock in MemoryStore(clock: clock) }
        let expected: Set = [
            "referenceConflict", "unknownCharge", "invalidAmount", "invalidPriority", "alreadyExpired",
            "tooManyInFlight", "insufficientCredits", "alreadyCaptured", "alreadyReleased", "holdExpired",
            "holdNotDue", "exceedsHold", "notCaptured", "exceedsCaptured", "unknownGrant", "exceedsGrant",
            "accountClosed",
        ]
        #expect(expected.subtracting(summary.refused.keys).isEmpty)
        #expect(summary.repeats > 100)
        #expect(summary.written.values.allSatisfy { $0 > 10 }, "\(summary)")
    }

    @Test func `the same seed gives the same workload`() {
        var (first, second, other) = (LedgerWorkload(seed: 7), LedgerWorkload(seed: 7), LedgerWorkload(seed: 8))
        let steps = (0..<500).map { _ in "\(first.next())" }
        #expect(steps == (0..<500).map { _ in "\(second.next())" })
        #expect(steps != (0..<500).map { _ in "\(other.next())" })
    }

    /// The canary: a store that does one thing wrong is found out.
    @Test(arguments: Sabotage.allCases.filter { !$0.isOfReading })
    func `a store that does not do what the auditor says is found out`(sabotage: Sabotage) async {
        await #expect(throws: LedgerModelRun.Divergence.self) {
            let run = LedgerModelRun(seed: 1, operations: 2_000)
            _ = try await run.run { clock in SabotagedStore(MemoryStore(clock: clock), sabotage) }
        }
    }
}
