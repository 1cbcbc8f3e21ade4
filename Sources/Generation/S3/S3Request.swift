/// One thing to ask of a bucket. Each may be asked again: the same bytes under the same key are the same object.
struct S3Request: Sendable {
    let method: String
    /// Which object; `nil` for the bucket itself.
    var key: String?
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// What is taken of an answer, in bytes.
    var answerLimit = 65_536

    static func put(_ bytes: [UInt8], as key: String, type: String) -> S3Request {
        S3Request(method: "PUT", key: key, headers: [("content-type", type)], body: bytes)
    }

    static func head(_ key: String) -> S3Request {
        S3Request(method: "HEAD", key: key)
    }

    /// - Parameter range: Not empty.
    static func get(_ range: Range<Int>, of key: String) -> S3Request {
        S3Request(
            method: "GET", key: key, headers: [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")],
            answerLimit: max(range.count, 65_536))
    }

    static func delete(_ key: String) -> S3Request {
        S3Request(method: "DELETE", key: key)
    }

    /// Objects whose keys have a prefix, in the order of their keys (ListObjectsV2).
    static func list(prefix: String, after key: String?, limit: Int) -> S3Request {
        var query = [("list-type", "2"), ("max-keys", "\(limit)"), ("prefix", prefix)]
        if let key { query.append(("start-after", key)) }
        // An entry has about 350 bytes; keys may have 1,024.
        return S3Request(method: "GET", query: query.map { (name: $0.0, value: $0.1) }, answerLimit: 4 * 1_048_576)
    }
}

/// What a bucket answered.
struct S3Answer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}
