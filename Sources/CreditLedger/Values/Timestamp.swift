#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A moment in microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Timestamp: Hashable, Sendable, Codable {
    /// Microseconds since 1970.
    public let microseconds: Int64

    /// The moment of a number of microseconds since 1970.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment of a date, cut to microseconds and to the years that the range holds.
    public init(_ date: Date) {
        let value = (date.timeIntervalSince1970 * 1_000_000).rounded(.down)
        microseconds = Int64(exactly: max(-9.2e18, min(9.2e18, value))) ?? 0
    }

    /// The moment as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    /// The moment `duration` later; the first or last one that there is if that is beyond the range.
    public func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (moved, beyond) = microseconds.addingReportingOverflow(whole)
        guard !overflow, !beyond else { return seconds < 0 ? .distantPast : .distantFuture }
        let (moment, past) = moved.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        guard !past else { return attoseconds < 0 ? .distantPast : .distantFuture }
        return Timestamp(microseconds: moment)
    }

    /// The earliest moment of the range.
    public static let distantPast = Timestamp(microseconds: .min)
    /// The latest moment of the range.
    public static let distantFuture = Timestamp(microseconds: .max)
}

extension Timestamp: Comparable {
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds, such as `2026-01-31T12:00:00.250Z`.
    public var description: String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
