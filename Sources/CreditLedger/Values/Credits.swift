/// A whole, never negative number of credits.
///
/// Arithmetic is checked: what would leave the range `0 ... Int64.max` gives `nil`, so that an
/// overflow is a decision of the caller and never a wrong balance.
public struct Credits: Hashable, Sendable {
    /// The number of credits, `0 ... Int64.max`.
    public let count: Int64

    /// No credits.
    public static let zero = Credits(unchecked: 0)

    /// Credits of `count`, or `nil` if it is negative or above `Int64.max`.
    public init?(exactly count: some BinaryInteger) {
        guard let count = Int64(exactly: count), count >= 0 else { return nil }
        self.count = count
    }

    /// Credits of a number known to be in range, as in `.credits(12)`.
    ///
    /// - Precondition: `count` is not negative.
    public static func credits(_ count: Int64) -> Credits {
        precondition(count >= 0, "Credits are never negative; got \(count).")
        return Credits(unchecked: count)
    }

    private init(unchecked count: Int64) {
        self.count = count
    }

    /// The sum, or `nil` above `Int64.max`.
    public func adding(_ other: Credits) -> Credits? {
        let (sum, overflow) = count.addingReportingOverflow(other.count)
        return overflow ? nil : Credits(unchecked: sum)
    }

    /// The difference, or `nil` below zero.
    public func subtracting(_ other: Credits) -> Credits? {
        count >= other.count ? Credits(unchecked: count - other.count) : nil
    }
}

extension Credits: Comparable {
    public static func < (left: Credits, right: Credits) -> Bool { left.count < right.count }
}

extension Credits: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self = .credits(value) }
}

extension Credits: CustomStringConvertible {
    public var description: String { String(count) }
}

extension Credits: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let credits = Credits(exactly: try container.decode(Int64.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Credits are never negative.")
        }
        self = credits
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}
