import NIOCore
import NIOFoundationCompat
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a provider answered, in full.
package struct ProviderAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: ByteBuffer

    /// The value of a header, if it is there.
    func header(_ name: String) -> String? { headers.first(name: name) }

    /// The body's JSON as a value, or `nil` if it is another.
    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) -> Value? {
        try? JSONDecoder().decode(Value.self, from: body)
    }

    /// How long the provider asks to be left alone (RFC 9110 section 10.2.3): seconds, or a date.
    ///
    /// - Parameter now: The date, in seconds since 1970.
    func retryAfter(now: Double = Date().timeIntervalSince1970) -> Duration? {
        if let text = headers.first(name: "retry-after-ms"), let milliseconds = Double(text) {
            return Self.bounded(milliseconds / 1_000)
        }
        guard let text = headers.first(name: "retry-after") else { return nil }
        if let seconds = Double(text) { return Self.bounded(seconds) }
        guard let date = HTTPDate(text) else { return nil }
        return Self.bounded(date.secondsSince1970 - now)
    }

    /// A time within an hour: longer than anybody waits.
    static func bounded(_ seconds: Double) -> Duration? {
        guard seconds.isFinite else { return nil }
        return .milliseconds(Int64(max(0, min(3_600, seconds)) * 1_000))
    }

    /// The error of an answer that is none of success.
    ///
    /// - Parameter secret: What a provider may repeat in its message, and no log may hold.
    func rejection(
        _ message: String?, requestID: String?, retryAfter: Duration? = nil, hiding secret: String
    ) -> GeneratorError {
        let text = (message ?? "no explanation").replacing(secret, with: "…")
        return .rejected(
            status: status, message: String(text.prefix(300)), requestID: requestID,
            retryAfter: retryAfter ?? self.retryAfter())
    }
}

/// A date as HTTP writes it (RFC 9110 section 5.6.7), such as `Sun, 06 Nov 1994 08:49:37 GMT`.
struct HTTPDate {
    /// In seconds since 1970.
    let secondsSince1970: Double

    init?(_ text: String) {
        let parts = text.split(whereSeparator: { " :".contains($0) })
        guard parts.count == 8, parts[7] == "GMT", parts[0].hasSuffix(","),
            let month = Self.months.firstIndex(of: String(parts[2])),
            let day = Int(parts[1]), let year = Int(parts[3]), (1970...9999).contains(year), (1...31).contains(day),
            let hour = Int(parts[4]), let minute = Int(parts[5]), let second = Int(parts[6])
        else { return nil }
        let days = Self.days(year: year, month: month + 1, day: day)
        secondsSince1970 = Double(((days * 24 + hour) * 60 + minute) * 60 + second)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Days since 1970 in the Gregorian calendar, counted in years that begin with March.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468
    }
}
