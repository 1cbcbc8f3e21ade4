public import ArgumentParser
public import CreditLedger

// From words on the command line to values.

extension Pool: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Reference: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension JournalMark: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Reason: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension GrantSource: ExpressibleByArgument {
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

/// A moment to come: a date (`2026-12-31`, its beginning in UTC), a time (`2026-12-31T12:00:00Z`), or a span
/// from now (`30d`).
struct Moment: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        let later = Lifetime(argument: argument).map { SystemClock().now().advanced(by: $0.duration) }
        guard let timestamp = later ?? Timestamp(argument) else { return nil }
        self.timestamp = timestamp
    }
}

/// A moment of the past: a date or a time likewise, or how long ago it was (`30d`).
struct PastMoment {
    let timestamp: Timestamp

    static func argument(_ text: String) throws -> PastMoment {
        guard let moment = PastMoment(text) else {
            throw ValidationError("it must be like 2026-12-31, 2026-12-31T12:00:00Z, or 30d for 30 days ago.")
        }
        return moment
    }

    private init?(_ argument: String) {
        let earlier = Lifetime(argument: argument).map { SystemClock().now().advanced(by: .zero - $0.duration) }
        guard let timestamp = earlier ?? Timestamp(argument) else { return nil }
        self.timestamp = timestamp
    }
}
