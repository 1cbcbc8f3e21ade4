import CreditLedger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Some objects of a bucket.
///
/// Source: Amazon S3 API Reference, "ListObjectsV2".
struct S3ObjectList: Sendable {
    let objects: [Object]
    /// Whether others follow.
    let isTruncated: Bool

    struct Object: Sendable, Hashable {
        let key: String
        let lastModified: Timestamp
    }

    /// The list of an answer's body, or `nil` if it is none.
    init?(_ body: [UInt8]) {
        guard let root = XMLElement(body), root.name == "ListBucketResult",
            let isTruncated = root.first("IsTruncated")?.text
        else { return nil }
        var objects: [Object] = []
        for element in root.children where element.name == "Contents" {
            guard let key = element.first("Key")?.text, let text = element.first("LastModified")?.text,
                let time = Self.time(of: text)
            else { return nil }
            objects.append(Object(key: key, lastModified: time))
        }
        self.objects = objects
        self.isTruncated = isTruncated == "true"
    }

    /// RFC 3339 in UTC, with fractions of a second or without; they do not matter here.
    private static func time(of text: String) -> Timestamp? {
        guard text.hasSuffix("Z") else { return nil }
        let seconds = text.dropLast().prefix { $0 != "." } + "Z"
        return (try? Date(String(seconds), strategy: .iso8601)).map(Timestamp.init)
    }
}
