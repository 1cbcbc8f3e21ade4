public import ArgumentParser
public import CreditLedger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// From words on the command line to values.

extension Pool: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Reference: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Reason: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// A span of time in a word: `90s`, `30m`, `1h`, `7d`.
struct Lifetime: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = argument.last.flatMap({ seconds[$0] }), let count = Int64(argument.dropLast()),
            (1...36_500).contains(count)
        else { return nil }
        duration = .seconds(count * unit)
    }

    var defaultValueDescription: String { "1h" }
}

/// A moment: a date (`2026-12-31`, its beginning in UTC), a time (`2026-12-31T12:00:00Z`), or a span
/// from now (`30d`).
struct Moment: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        if let lifetime = Lifetime(argument: argument) {
            timestamp = SystemClock().now().advanced(by: lifetime.duration)
            return
        }
        let text = argument.contains("T") ? argument : argument + "T00:00:00Z"
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        timestamp = Timestamp(date)
    }
}
