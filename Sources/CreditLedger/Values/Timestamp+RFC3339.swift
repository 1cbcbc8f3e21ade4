extension Timestamp {
    /// The moment of a text such as `2026-01-31T12:00:00Z`, `2026-01-31T12:00:00.250+02:00` (RFC 3339
    /// section 5.6), or of a date alone, whose beginning in UTC is meant; `nil` if it is neither.
    ///
    /// Fractions of a second are cut to microseconds. A leap second, `:60`, is not taken.
    public init?(_ text: String) {
        let pattern =
            /([0-9]{4})-([0-9]{2})-([0-9]{2})([Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?/
        guard let match = text.wholeMatch(of: pattern)?.output,
            let day = Self.dayNumber(year: match.1, month: match.2, day: match.3)
        else { return nil }
        guard match.4 != nil else {
            self.init(microseconds: day * 86_400_000_000)
            return
        }
        guard let time = Self.seconds(match.5, match.6, match.7), let zone = Self.offset(match.9) else { return nil }
        self.init(microseconds: (day * 86_400 + time - zone) * 1_000_000 + Self.microseconds(match.8))
    }

    /// The number of a day of the Gregorian calendar, 0 being 1970-01-01, or `nil` if there is none.
    private static func dayNumber(year: Substring, month: Substring, day: Substring) -> Int64? {
        guard let year = Int64(year), let month = Int64(month), let day = Int64(day), (1...12).contains(month) else {
            return nil
        }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[Int(month) - 1]).contains(day) else { return nil }
        let past = year - 1
        let before = lengths.prefix(Int(month) - 1).reduce(0, +)
        // Day 719162 of the calendar, counted from 0001-01-01, is 1970-01-01.
        return year * 365 - 365 + (past / 4 - past / 100 + past / 400) + before + day - 1 - 719_162
    }

    private static func seconds(_ hour: Substring?, _ minute: Substring?, _ second: Substring?) -> Int64? {
        guard let hour = hour.flatMap({ Int64($0) }), let minute = minute.flatMap({ Int64($0) }),
            let second = second.flatMap({ Int64($0) }), hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// By how many seconds a zone's clocks are ahead of UTC.
    private static func offset(_ zone: Substring?) -> Int64? {
        guard let zone, zone.count == 6 else { return 0 }
        guard let seconds = seconds(zone.dropFirst().prefix(2), zone.suffix(2), "00") else { return nil }
        return zone.hasPrefix("-") ? -seconds : seconds
    }

    private static func microseconds(_ fraction: Substring?) -> Int64 {
        let digits = (fraction?.dropFirst() ?? "").prefix(6)
        return Int64(digits + String(repeating: "0", count: 6 - digits.count)) ?? 0
    }
}
