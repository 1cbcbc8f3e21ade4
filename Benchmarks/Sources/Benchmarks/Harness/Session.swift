/// One run of the program: its options, the figures so far, and the bars that they are held against.
final class Session {
    /// How much is to be done.
    let options: Options
    /// Where the files of the benchmarks lie.
    let scratch: Scratch
    /// The ledger that grows from one benchmark to the next.
    var grown: GrownLedger?

    private let start = ContinuousClock.now
    private var series: [Series] = []
    private var printedCount = 0
    private var bars: [Bar] = []

    /// A run that has measured nothing.
    init(options: Options) throws {
        self.options = options
        scratch = try Scratch(folder: options.folder)
    }

    /// When to stop filling a ledger, so that the whole run ends in its time.
    var fillingDeadline: ContinuousClock.Instant { start + options.fillingBudget }

    /// `count` of the full work, or a tenth of it if the run is to be quick.
    func scaled(_ count: Int) -> Int { options.isQuick ? max(1, count / 10) : count }

    /// Runs `work` three times; but fewer times, and at least once, when the whole run takes too long.
    func rounds(_ work: (Int) async throws -> Void) async throws {
        for round in 0..<3 where round == 0 || ContinuousClock.now - start < options.budget {
            try await work(round)
        }
    }

    /// Runs `work` and tells how quiet the machine was meanwhile.
    func listening<Value>(_ work: () async throws -> Value) async throws -> (Value, Noise?) {
        let before = ProcessorTimes.now()
        let value = try await work()
        guard let before, let after = ProcessorTimes.now() else { return (value, nil) }
        return (value, after.noise(since: before))
    }

    /// Adds one round's value to a figure.
    func record(_ name: String, _ value: Double, _ unit: String, _ noise: Noise?) {
        let sample = Series.Sample(value: value, noise: noise)
        if let index = series.firstIndex(where: { $0.name == name }) {
            series[index].samples.append(sample)
        } else {
            series.append(Series(name: name, unit: unit, samples: [sample]))
        }
    }

    /// Expects a figure to be on the right side of a number.
    func expect(_ name: String, _ limit: Bar.Limit) {
        guard let figure = self[name] else { return }
        bars.append(Bar(name: name, value: figure.median, unit: figure.unit, limit: limit))
    }

    /// Expects the same of a figure's ratio to another: the ratio of each round, and of these the median.
    func expect(_ name: String, _ limit: Bar.Limit, of other: String) {
        guard let figure = self[name], let base = self[other] else { return }
        let ratios = zip(figure.values, base.values).map { $1 == 0 ? 0 : $0 / $1 }
        bars.append(Bar(name: "\(name)_to_\(other)", value: ratios.percentile(50), unit: "×", limit: limit))
    }

    /// Prints the figures that have come since the last time.
    func printFigures() {
        for figure in series[printedCount...] { Report.line(figure.line) }
        printedCount = series.count
    }

    /// Prints what was held against bars, and how long all of it took.
    func printBars() {
        Report.line("")
        for bar in bars { Report.line(bar.line) }
        Report.line("benchmarks_total \((ContinuousClock.now - start).seconds.short) s")
    }

    private subscript(name: String) -> Series? { series.first { $0.name == name } }
}

/// The machine is too slow today for what a benchmark needs first.
struct OutOfTime: Error {}
