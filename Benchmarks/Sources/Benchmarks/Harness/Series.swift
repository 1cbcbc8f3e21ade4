/// One figure, measured as often as there were rounds.
struct Series {
    /// One round's value, and how quiet it was; unknown where there is no `/proc`.
    struct Sample {
        let value: Double
        let noise: Noise?
    }

    /// What the figure is called.
    let name: String
    /// What it counts.
    let unit: String
    /// The rounds.
    var samples: [Sample] = []

    /// The values in the order of the rounds.
    var values: [Double] { samples.map(\.value) }

    /// The middle one of the values.
    var median: Double { values.percentile(50) }

    /// `name value unit`, and behind it what the value is worth.
    var line: String {
        let range = "\((values.min() ?? 0).short) to \((values.max() ?? 0).short)"
        let noises = samples.compactMap(\.noise)
        guard let steal = noises.map(\.steal).max(), let foreign = noises.map(\.foreign).max() else {
            return "\(name) \(median.short) \(unit)   (\(range); noise unknown)"
        }
        let quiet = noises.count { $0.isQuiet }
        let mark = quiet == samples.count ? "" : quiet == 0 ? " noisy" : " partly noisy"
        return "\(name) \(median.short) \(unit)   (\(range); \(quiet) of \(samples.count) quiet,"
            + " steal up to \(steal.short), foreign up to \(foreign.short) cores)\(mark)"
    }
}

extension Collection<Double> {
    /// The value that `share` percent of the values do not exceed; 0 of none.
    func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let rank = (share / 100 * Double(count)).rounded(.up)
        return sorted()[Swift.max(0, Swift.min(count - 1, Int(rank) - 1))]
    }
}
