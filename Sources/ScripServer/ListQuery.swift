import CreditLedger
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// The query of a request for a part of a list, read value by value; what is wrong is named.
struct ListQuery: Sendable {
    private static let defaultLimit = 20
    private static let limits = 1...100

    private let parameters: FlatDictionary<Substring, Substring>

    init(_ request: Request) {
        parameters = request.uri.queryParameters
    }

    /// How many items are wanted, 20 if nothing is said.
    func limit() throws(APIError) -> Int {
        let what = "a number from \(Self.limits.lowerBound) to \(Self.limits.upperBound)"
        return try value("limit", what) { Int($0).flatMap { Self.limits.contains($0) ? $0 : nil } } ?? Self.defaultLimit
    }

    /// Behind which item the page begins.
    func cursor<Cursor>(_ parse: (String) -> Cursor?) throws(APIError) -> Cursor? {
        try value("cursor", "the next_cursor of the page before", parse)
    }

    /// The moment of a parameter.
    func moment(_ name: String) throws(APIError) -> Timestamp? {
        try value(name, "a time such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31") { Timestamp($0) }
    }

    /// The value of a parameter that is there at most once.
    func value<Value>(_ name: String, _ what: String, _ parse: (String) -> Value?) throws(APIError) -> Value? {
        guard let text = parameters[Substring(name)] else { return nil }
        guard let value = parse(String(text)) else { throw Self.invalid(name, what) }
        return value
    }

    /// The values of a parameter that may be repeated; `nil` if it is not there.
    func values<Value>(
        _ name: String, of allowed: [String], _ parse: (String) -> Value?
    ) throws(APIError) -> [Value]? {
        let texts = parameters.filter { $0.key == name }.map { String($0.value) }
        let values = texts.compactMap(parse)
        guard values.count == texts.count else {
            var error = Self.invalid(name, "one of \(allowed.joined(separator: ", "))")
            error.details.allowed = allowed
            throw error
        }
        return texts.isEmpty ? nil : values
    }

    private static func invalid(_ name: String, _ what: String) -> APIError {
        var error = APIError(.badRequest, .validationError, "\(name) must be \(what).")
        error.details.field = name
        return error
    }
}
