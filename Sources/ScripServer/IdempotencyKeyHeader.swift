import HTTPTypes
import Hummingbird

/// The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header-07): a bare value, or a
/// quoted string, of 1 to 255 printable characters.
enum IdempotencyKeyHeader {
    static func value(of request: Request) throws(APIError) -> String? {
        guard let header = request.headers[.idempotencyKey] else { return nil }
        let text = header.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        let key = String(text).unquoted
        guard let key, (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            var error = APIError(
                .badRequest, .invalidRequest, "Idempotency-Key must be 1 to 255 printable ASCII characters.")
            error.details.field = "Idempotency-Key"
            throw error
        }
        return key
    }
}

extension String {
    /// The text within quotes (RFC 8941 section 3.3.3), the text itself if there are none, or `nil` if
    /// it begins a quotation that it does not end.
    fileprivate var unquoted: String? {
        guard first == "\"" else { return self }
        guard count >= 2, last == "\"" else { return nil }
        var value = ""
        var isEscaped = false
        for character in dropFirst().dropLast() {
            if isEscaped {
                guard character == "\"" || character == "\\" else { return nil }
                value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                return nil
            } else {
                value.append(character)
            }
        }
        return isEscaped ? nil : value
    }
}
