import Foundation

/// Measures the ledger, and holds what it finds against what is expected of it.
@main
struct Benchmarks {
    static func main() async throws {
        let options: Options
        do {
            options = try Options(
                arguments: Array(CommandLine.arguments.dropFirst()), known: Set(Benchmark.all.map(\.name)))
        } catch let error as Options.UnknownArgument {
            Report.progress("There is no benchmark or option \(error.argument).")
            Report.progress("See: swift run -c release Benchmarks --help")
            exit(64)
        }
        guard !options.wantsHelp else { return Report.line(help) }
        let areSound = try await run(Session(options: options))
        // A bar that is missed fails nothing; a benchmark that breaks does.
        if !areSound { exit(1) }
    }

    /// Runs what was asked for; returns whether none of it broke.
    private static func run(_ session: Session) async throws -> Bool {
        let names = Set(session.options.names)
        var areSound = true
        for benchmark in Benchmark.all where names.isEmpty || names.contains(benchmark.name) {
            Report.progress("\(benchmark.name): \(benchmark.summary)")
            do {
                try await benchmark.run(session)
            } catch is OutOfTime {
                Report.line("\(benchmark.name) skipped: filling its ledger takes too long here today")
            } catch {
                Report.line("\(benchmark.name) broken: \(error)")
                areSound = false
            }
            session.printFigures()
        }
        session.printBars()
        try session.scratch.discardAll()
        return areSound
    }

    private static var help: String {
        let list = Benchmark.all.map { "  \($0.name)\n      \($0.summary)" }.joined(separator: "\n")
        return """
            usage: swift run -c release Benchmarks [--quick] [name ...]

            Runs the benchmarks that are named, or all. Each figure is the median of three rounds, with its
            range and with how much of the machine others took; the bars come last.

            \(list)

              --quick   a tenth of the work
              --help    this text

            BENCHMARK_DIRECTORY      where files are written, .build/benchmark-files by default
            BENCHMARK_TEN_MILLION=1  growth goes on to 10⁷ entries, which takes long
            """
    }
}
