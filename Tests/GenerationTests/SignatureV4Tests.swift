import CreditLedger
import Generation
import Testing

/// The examples that Amazon publishes: those of its Signature Version 4 test suite whose path needs no
/// normalizing, and those of "Authenticating Requests: Using the Authorization Header (S3)".
@Suite struct SignatureV4Tests {
    private static let empty = SignatureV4.hash(of: [])

    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let request: SignatureV4.Request
        let signedHeaders: String
        let signature: String

        var testDescription: String { name }
    }

    @Test(arguments: suite)
    func `signs as the test suite says`(example: Example) {
        let signature = SignatureV4(
            credentials: .init(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1", service: "service")
        let moment = Timestamp(microseconds: 1_440_938_160_000_000)
        #expect(
            signature.authorization(of: example.request, at: moment)
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(example.signedHeaders), Signature=\(example.signature)")
    }

    @Test(arguments: s3)
    func `signs as the reference of S3 says`(example: Example) {
        let signature = SignatureV4(
            credentials: .init(
                accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1")
        let moment = Timestamp(microseconds: 1_369_353_600_000_000)
        #expect(
            signature.authorization(of: example.request, at: moment)
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                + "SignedHeaders=\(example.signedHeaders), Signature=\(example.signature)")
    }

    @Test(arguments: [
        (0, "19700101T000000Z"), (1_440_938_160_999_999, "20150830T123600Z"), (951_782_399_000_000, "20000228T235959Z"),
        (951_782_400_000_000, "20000229T000000Z"), (4_102_444_799_000_000, "20991231T235959Z"),
    ])
    func `tells the time in the basic form`(microseconds: Int64, text: String) {
        #expect(SignatureV4.time(of: Timestamp(microseconds: microseconds)) == text)
    }

    @Test func `says nothing of its key when it is described`() {
        let credentials = SignatureV4.Credentials(
            accessKeyID: "id", secretAccessKey: "canary-secret", sessionToken: "canary-token")
        let signature = SignatureV4(credentials: credentials, region: "eu-central-1")
        #expect(!"\(signature) \(credentials)".contains("canary"))
    }

    static let suite: [Example] = [
        example("get-vanilla", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        example(
            "post-vanilla", method: "POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        example(
            "get-vanilla-query-order-key-case", query: [("Param2", "value2"), ("Param1", "value1")],
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        example(
            "get-header-value-trim", headers: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        example(
            "get-unreserved", path: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
    ]

    static let s3: [Example] = [
        s3Example(
            "GET Object", path: "/test.txt", headers: [("Range", "bytes=0-9")],
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        s3Example(
            "PUT Object", method: "PUT", path: "/test%24file.text",
            headers: [
                ("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ], body: "Welcome to Amazon S3.", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        s3Example(
            "GET Bucket Lifecycle", query: [("lifecycle", "")],
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        s3Example(
            "Get Bucket (List Objects)", query: [("prefix", "J"), ("max-keys", "2")],
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]

    private static func example(
        _ name: String, method: String = "GET", path: String = "/", query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], _ signature: String
    ) -> Example {
        let all = headers + [("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z")]
        return Example(
            name: name,
            request: .init(method: method, path: path, query: query, headers: all, bodyHash: empty),
            signedHeaders: all.map { $0.name.lowercased() }.sorted().joined(separator: ";"), signature: signature)
    }

    private static func s3Example(
        _ name: String, method: String = "GET", path: String = "/", query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], body: String = "", _ signature: String
    ) -> Example {
        let hash = SignatureV4.hash(of: Array(body.utf8))
        let all =
            headers + [
                ("x-amz-content-sha256", hash), ("Host", "examplebucket.s3.amazonaws.com"),
                ("x-amz-date", "20130524T000000Z"),
            ]
        return Example(
            name: name,
            request: .init(method: method, path: path, query: query, headers: all, bodyHash: hash),
            signedHeaders: all.map { $0.name.lowercased() }.sorted().joined(separator: ";"), signature: signature)
    }
}
