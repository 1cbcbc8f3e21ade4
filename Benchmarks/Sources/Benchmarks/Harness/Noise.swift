import Foundation

/// How much of the machine others took while something was measured, in cores.
struct Noise {
    /// Taken by the hypervisor for other machines.
    var steal: Double
    /// Spent by other processes, and by the kernel for whomever.
    var foreign: Double

    /// Above a third of a core of either, a figure says more about the others than about us.
    var isQuiet: Bool { steal <= 1.0 / 3 && foreign <= 1.0 / 3 }
}

/// The processor time of the machine and of this process up to a moment, from `/proc`.
struct ProcessorTimes {
    private let moment: ContinuousClock.Instant
    private let steal: Double
    private let busy: Double
    private let own: Double

    /// The times up to now; `nil` where there is no `/proc`.
    static func now() -> ProcessorTimes? { ProcessorTimes() }

    private init?() {
        guard let machine = Self.fields("/proc/stat", behind: "cpu "),
            let process = Self.fields("/proc/self/stat", behind: ") "),
            machine.count >= 8, process.count >= 15
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        moment = .now
        steal = machine[7] / ticks
        // user, nice, system, irq and softirq; what guests take is in user already.
        busy = (machine[0] + machine[1] + machine[2] + machine[5] + machine[6]) / ticks
        // utime, stime, cutime and cstime, counted from the state on (proc(5)).
        own = process[11...14].reduce(0, +) / ticks
    }

    /// What happened since `start`.
    func noise(since start: ProcessorTimes) -> Noise {
        let seconds = max(0.001, (moment - start.moment).seconds)
        return Noise(
            steal: max(0, steal - start.steal) / seconds,
            foreign: max(0, (busy - start.busy) - (own - start.own)) / seconds)
    }

    private static func fields(_ path: String, behind mark: String) -> [Double]? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let start = text.range(of: mark)?.upperBound
        else { return nil }
        return text[start...].prefix { $0 != "\n" }.split(separator: " ").map { Double($0) ?? 0 }
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// The duration in milliseconds.
    var milliseconds: Double { seconds * 1_000 }
}
