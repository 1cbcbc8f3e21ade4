public import CreditLedger
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Signs requests by AWS Signature Version 4, as S3 has it: the path is encoded once, and never normalized.
///
/// Source: Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header".
public struct SignatureV4: Sendable {
    /// Who signs.
    public let credentials: Credentials
    /// Where the service is, such as `eu-central-1`.
    public let region: String
    /// Which service it is.
    public let service: String

    /// A key, as IAM issues it.
    public struct Credentials: Sendable {
        /// The public part.
        public var accessKeyID: String
        /// The secret part.
        public var secretAccessKey: String
        /// What goes with a key that is valid for some hours only.
        public var sessionToken: String?

        /// A key.
        public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
        }
    }

    /// What of a request is signed.
    public struct Request: Sendable {
        /// The method, in capitals.
        public var method: String
        /// The path as it is sent, percent-encoded.
        public var path: String
        /// The names and values of the query, not encoded.
        public var query: [(name: String, value: String)]
        /// The headers, `host` and `x-amz-date` among them.
        public var headers: [(name: String, value: String)]
        /// SHA-256 of the body, in hexadecimal digits.
        public var bodyHash: String

        /// A request to be signed.
        public init(
            method: String, path: String, query: [(name: String, value: String)] = [],
            headers: [(name: String, value: String)], bodyHash: String
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.bodyHash = bodyHash
        }
    }

    /// A signer with a key, for a service in a region.
    public init(credentials: Credentials, region: String, service: String = "s3") {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The value of the `Authorization` header of a request that is sent at a moment.
    public func authorization(of request: Request, at moment: Timestamp) -> String {
        let canonical = CanonicalRequest(request)
        let scope = "\(Self.day(of: moment))/\(region)/\(service)/aws4_request"
        let text = [
            "AWS4-HMAC-SHA256", Self.time(of: moment), scope, Self.hash(of: Array(canonical.text.utf8)),
        ].joined(separator: "\n")
        let signature = Self.hexadecimal(Self.code(of: text, under: key(for: moment)))
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
    }

    /// The value of `x-amz-date` at a moment, such as `20150830T123600Z`.
    public static func time(of moment: Timestamp) -> String {
        String(moment.description.prefix { $0 != "." }).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    /// SHA-256 of bytes, in hexadecimal digits: the value of `x-amz-content-sha256`.
    public static func hash(of bytes: [UInt8]) -> String {
        hexadecimal(SHA256.hash(data: bytes))
    }

    private static func day(of moment: Timestamp) -> String {
        String(time(of: moment).prefix(8))
    }

    /// A key that is good for one day, one region and one service.
    private func key(for moment: Timestamp) -> SymmetricKey {
        [Self.day(of: moment), region, service, "aws4_request"].reduce(
            SymmetricKey(data: Data(("AWS4" + credentials.secretAccessKey).utf8))
        ) { key, part in
            SymmetricKey(data: Data(Self.code(of: part, under: key)))
        }
    }

    private static func code(of text: String, under key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }.joined()
    }
}

extension SignatureV4: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    public var description: String { "SignatureV4 of \(service) in \(region)" }
}

extension SignatureV4.Credentials: CustomStringConvertible {
    public var description: String { "SignatureV4.Credentials" }
}
