import Foundation

/// Plays the same clicks, failures and kills through three ways to sell pictures, and counts what went
/// wrong in each.
@main
struct TheRace {
    static func main() async throws {
        // A request to a server that was just killed is an error like any other.
        signal(SIGPIPE, SIG_IGN)
        switch Invocation(CommandLine.arguments.dropFirst()) {
        case .race(let seed, let judged):
            exit(try await run(Schedule(seed: seed), judging: judged) ? 0 : 1)
        case .serve(let contestant, let seed, let folder, let life):
            try await Server(contestant, Schedule(seed: seed), RaceFolder(path: folder), life: life).run()
        case .wrong:
            Output.note(Invocation.usage)
            exit(64)
        }
    }

    /// Runs the three one after another; returns whether the one that is judged came through without a fault.
    private static func run(_ schedule: Schedule, judging judged: Contestant) async throws -> Bool {
        Output.line(schedule.description)
        let folder = RaceFolder.temporary()
        var scores: [(Contestant, Score)] = []
        for contestant in Contestant.allCases {
            let own = try folder.making(contestant.rawValue)
            scores.append((contestant, try await Race(contestant, schedule, own).run()))
        }
        Output.line(Scoreboard(scores).text)
        guard scores.allSatisfy({ $0 != judged || $1.isFlawless }) else {
            Output.note("The column \(judged.title) has faults; what was on file is left in \(folder.path).")
            return false
        }
        try folder.remove()
        return true
    }
}
