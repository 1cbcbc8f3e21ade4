import ArgumentParser
import CreditLedger

/// `scrip verify`: rebuilds every balance from the journal and compares.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove from the journal that every credit is in exactly one place.",
        discussion: "Ends with status 0 if all is well, and with status 1 and the first faults if not. A running "
            + "server seals the journal every few seconds. Keep the line that begins with sealed outside this machine: "
            + "verify --mark then finds out if somebody has made the journal anew.")

    @OptionGroup var data: DataOptions
    @Option(help: "A seal that was kept elsewhere, as verify has printed it; can be repeated.") var mark:
        [JournalMark] = []
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let report = try await Backend.use(data) { backend, _ in try await backend.ledger.verify(marks: mark) }
        if json {
            try Output.json(
                Sheet(ok: report.faultCount == 0, entries: report.entries, faults: report.faults.map { "\($0)" }))
        } else {
            describe(report)
        }
        if report.faultCount > 0 { throw ExitCode.failure }
    }

    private func describe(_ report: VerificationReport) {
        let totals = report.totals
        let issued = totals.available + totals.held + totals.spent + totals.expired + totals.revoked
        for fault in report.faults { print("fault: \(fault)") }
        let hidden = report.faultCount - Int64(report.faults.count)
        if hidden > 0 { print("… and \(hidden) more") }
        print("\(report.entries) entries in \(report.balances) balances, \(report.faultCount) faults")
        print(
            "\(issued) issued = \(totals.available) available + \(totals.held) held + \(totals.spent) spent"
                + " + \(totals.expired) expired + \(totals.revoked) revoked")
        describeSeal(report)
    }

    private func describeSeal(_ report: VerificationReport) {
        guard let mark = report.sealed else { return print("not sealed yet") }
        let rest = report.entries > mark.position ? ", \(report.entries - mark.position) entries since" : ""
        print("sealed \(mark)\(rest)")
    }

    private struct Sheet: Encodable {
        let ok: Bool
        let entries: Int64
        let faults: [String]
    }
}
