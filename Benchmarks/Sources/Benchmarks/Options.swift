import Foundation

/// What was asked for on the command line and in the environment.
struct Options {
    /// The benchmarks to run, all if none is named.
    var names: [String] = []
    /// A tenth of the work.
    var isQuick = false
    /// Only tell how the program is used.
    var wantsHelp = false
    /// Where the files of the benchmarks lie.
    var folder = ProcessInfo.processInfo.environment["BENCHMARK_DIRECTORY"] ?? ".build/benchmark-files"
    /// Whether the ledger is to grow to 10⁷ entries, which takes some 20 minutes.
    var growsToTenMillion = ProcessInfo.processInfo.environment["BENCHMARK_TEN_MILLION"] == "1"

    /// An argument that means nothing here.
    struct UnknownArgument: Error {
        let argument: String
    }

    /// The options of a command line.
    init(arguments: [String], known: Set<String>) throws {
        for argument in arguments {
            switch argument {
            case "--quick": isQuick = true
            case "--help", "-h": wantsHelp = true
            case _ where known.contains(argument): names.append(argument)
            default: throw UnknownArgument(argument: argument)
            }
        }
    }

    /// After how long no figure is measured a second and a third time.
    var budget: Duration { .seconds(isQuick ? 55 : growsToTenMillion ? 7_200 : 540) }

    /// After how long no ledger is filled any further.
    var fillingBudget: Duration { .seconds(isQuick ? 45 : growsToTenMillion ? 7_200 : 480) }
}
