#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The header of a token in JWS compact form (RFC 7515 section 3.1), read before anything in it is believed.
struct TokenHeader {
    private let fields: [String: Field]

    private enum Field: Decodable {
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = (try? container.decode(String.self)).map { .text($0) } ?? .other
        }
    }

    /// The header of a token, or `nil` if the text has not the form of one.
    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= 8_192, parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        var encoded = parts[0].replacing("-", with: "+").replacing("_", with: "/")
        encoded += String(repeating: "=", count: (4 - encoded.count % 4) % 4)
        guard let data = Data(base64Encoded: String(encoded)),
            let fields = try? JSONDecoder().decode([String: Field].self, from: data)
        else { return nil }
        self.fields = fields
    }

    /// Whether it names this algorithm and key, and nothing that would have a reader fetch or
    /// believe other keys, or that must be understood.
    func isPlain(algorithm: String, key: String) -> Bool {
        guard case .text(algorithm) = fields["alg"], case .text(key) = fields["kid"] else { return false }
        return Set(fields.keys).isSubset(of: ["alg", "kid", "typ"])
    }
}
