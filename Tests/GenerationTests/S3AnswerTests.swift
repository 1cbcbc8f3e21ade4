import CreditLedger
import Testing

@testable import Generation

@Suite struct S3AnswerTests {
    @Test func `reads a list of objects`() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix/>
            <!-- a > b --><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>true</IsTruncated>
            <Contents><Key>a&amp;b&#x41;&#66;</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified>
            <ETag>&quot;fba9&quot;</ETag><Size>434234</Size><StorageClass>STANDARD</StorageClass></Contents>
            <Contents a='>' b="/>"><Key>c</Key><LastModified>2009-10-12T17:50:31Z</LastModified></Contents>
            </ListBucketResult>
            """
        let list = try #require(S3ObjectList(Array(text.utf8)))
        #expect(list.isTruncated)
        #expect(list.objects.map(\.key) == ["a&bAB", "c"])
        #expect(list.objects.map(\.lastModified.microseconds) == [1_255_369_830_000_000, 1_255_369_831_000_000])
    }

    @Test(arguments: [
        "", "no XML", "<a>", "<a></b>", "</a>", "<a><b></a></b>", "<a>&x;</a>", "<a>&amp</a>", "<a>&#x110000;</a>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a", "<a b='></a>", "<!-- <a/>", "<>", "< a></ a>",
        String(repeating: "<a>", count: 17) + String(repeating: "</a>", count: 17),
    ])
    func `refuses what is no document of S3`(text: String) {
        #expect(XMLElement(Array(text.utf8)) == nil)
    }

    @Test func `survives any bytes at all`() {
        let document = Array("<?x?><a b='c'><d>&lt;&#65;</d><e/><!-- f --></a>".utf8)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = document
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = bytes.indices.randomElement(using: &random) ?? 0
                bytes[index] = document.randomElement(using: &random) ?? 0
            }
            _ = XMLElement(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
        }
    }

    @Test func `tells an error's code, words and request, and no secret`() {
        let text = """
            <?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>Not with
            canary-secret.</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>
            """
        let answer = S3Answer(status: 403, headers: [], body: Array(text.utf8))
        let refusal = S3Refusal(answer, hiding: ["canary-secret"])
        #expect("\(refusal)" == "403 SignatureDoesNotMatch: Not with … (request 4442587FB7D0A2F9)")
        #expect(!refusal.mayPass)
    }

    @Test(arguments: [
        (503, "<Error><Code>SlowDown</Code></Error>", true), (500, "", true), (502, "<html>", true), (429, "", true),
        (400, "<Error><Code>RequestTimeout</Code></Error>", true), (403, "", false), (404, "", false),
        (400, "<Error><Code>InvalidArgument</Code></Error>", false), (301, "", false),
    ])
    func `asks again when that may help`(status: Int, body: String, mayPass: Bool) {
        let answer = S3Answer(status: status, headers: [("X-Amz-Request-Id", "id")], body: Array(body.utf8))
        let refusal = S3Refusal(answer, hiding: [])
        #expect(refusal.mayPass == mayPass)
        #expect(refusal.requestID == "id")
    }

    @Test(arguments: [
        ("http://127.0.0.1:9000", true, "http://127.0.0.1:9000", "127.0.0.1:9000", "/pictures/a/b.png"),
        (
            "https://s3.eu-central-1.amazonaws.com", false, "https://pictures.s3.eu-central-1.amazonaws.com",
            "pictures.s3.eu-central-1.amazonaws.com", "/a/b.png"
        ),
        (
            "https://storage.example.com:443/base/", true, "https://storage.example.com", "storage.example.com",
            "/base/pictures/a/b.png"
        ),
        (
            "HTTP://storage.example.com:80/x%20y", false, "http://pictures.storage.example.com",
            "pictures.storage.example.com", "/x%20y/a/b.png"
        ),
        ("http://[::1]:9000", true, "http://[::1]:9000", "[::1]:9000", "/pictures/a/b.png"),
    ])
    func `finds a bucket by its name in the path or the host`(
        endpoint: String, usesPathStyle: Bool, origin: String, host: String, path: String
    ) throws {
        let address = try #require(S3Address(endpoint: endpoint, bucket: "pictures", usesPathStyle: usesPathStyle))
        #expect(address.origin == origin)
        #expect(address.host == host)
        #expect(address.path(of: "a/b.png") == path)
    }

    @Test(arguments: ["", "storage.example.com", "ftp://storage.example.com", "http://", "file:///tmp"])
    func `refuses an endpoint that is no address`(endpoint: String) {
        #expect(S3Address(endpoint: endpoint, bucket: "pictures", usesPathStyle: true) == nil)
    }
}
