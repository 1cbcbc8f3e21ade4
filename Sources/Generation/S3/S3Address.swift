#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a bucket is on the network: in the path of an address, or in the host's name.
struct S3Address: Sendable, Hashable {
    /// Scheme, host and port, such as `http://127.0.0.1:9000`.
    let origin: String
    /// The value of the `Host` header.
    let host: String
    /// The bucket's own path, percent-encoded, without a slash at the end.
    let path: String

    /// The address of a bucket at an endpoint, or `nil` if the endpoint is no address.
    init?(endpoint: String, bucket: String, usesPathStyle: Bool) {
        guard let url = URL(string: endpoint), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let name = url.host(percentEncoded: true), !name.isEmpty
        else { return nil }
        var host = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
        if !usesPathStyle { host = bucket + "." + host }
        if let port = url.port, port != (scheme == "http" ? 80 : 443) { host += ":\(port)" }
        let base = url.path(percentEncoded: true).split(separator: "/").map { "/" + $0 }.joined()
        self.host = host
        origin = scheme + "://" + host
        path = usesPathStyle ? base + "/" + PercentEncoding.encoded(bucket) : base
    }

    /// The path of an object, percent-encoded; without a key that of the bucket.
    func path(of key: String?) -> String {
        guard let key else { return path.isEmpty ? "/" : path }
        return path + "/" + PercentEncoding.encodedPath(key)
    }
}
