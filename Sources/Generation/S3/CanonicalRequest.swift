/// A request in the one form in which it is signed, whatever its headers' order and case.
struct CanonicalRequest {
    /// The names of the headers that are signed, in lower case and in their order, separated by semicolons.
    let signedHeaders: String
    /// The whole form.
    let text: String

    init(_ request: SignatureV4.Request) {
        let headers = Dictionary(
            request.headers.map { ($0.name.lowercased(), Self.trimmed($0.value)) }, uniquingKeysWith: { "\($0),\($1)" }
        ).sorted { Self.precedes($0.key, $1.key) }
        signedHeaders = headers.map(\.key).joined(separator: ";")
        text = [
            request.method, request.path, Self.query(request.query),
            headers.map { "\($0.key):\($0.value)\n" }.joined(), signedHeaders, request.bodyHash,
        ].joined(separator: "\n")
    }

    /// A query in its one form, which is also the one that is sent.
    static func query(_ items: [(name: String, value: String)]) -> String {
        items.map { (PercentEncoding.encoded($0.name), PercentEncoding.encoded($0.value)) }
            .sorted { $0.0 == $1.0 ? precedes($0.1, $1.1) : precedes($0.0, $1.0) }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// By the bytes, not by how people sort.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Without blanks at the ends, and with one where there were several.
    private static func trimmed(_ value: String) -> String {
        value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
}

/// Percent-encoding as S3 wants it: everything but the unreserved characters of RFC 3986, section 2.3.
enum PercentEncoding {
    static func encoded(_ text: String, keeping kept: [UInt8] = []) -> String {
        text.utf8.map { byte in
            isUnreserved(byte) || kept.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + digit(byte >> 4) + digit(byte & 15)
        }.joined()
    }

    /// A path, whose slashes stay.
    static func encodedPath(_ path: String) -> String {
        encoded(path, keeping: [UInt8(ascii: "/")])
    }

    private static func digit(_ number: UInt8) -> String {
        String(number, radix: 16, uppercase: true)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
