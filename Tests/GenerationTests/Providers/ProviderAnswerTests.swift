import NIOCore
import NIOHTTP1
import Testing

@testable import Generation

@Suite struct ProviderAnswerTests {
    private func wait(_ headers: HTTPHeaders) -> Duration? {
        ProviderAnswer(status: 429, headers: headers, body: ByteBuffer()).retryAfter(now: 784_111_777)
    }

    @Test func `a time to wait is told in seconds, in milliseconds or by a date`() {
        #expect(wait(["Retry-After": "7"]) == .seconds(7))
        #expect(wait(["Retry-After": "1.5"]) == .milliseconds(1_500))
        #expect(wait(["Retry-After": "7", "retry-after-ms": "250"]) == .milliseconds(250))
        #expect(wait(["Retry-After": "Sun, 06 Nov 1994 08:49:39 GMT"]) == .seconds(2))
        #expect(wait(["Retry-After": "Sun, 06 Nov 1994 08:00:00 GMT"]) == .zero)
    }

    @Test(arguments: ["", "soon", "nan", "inf", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT"])
    func `what is no time is none`(_ text: String) {
        #expect(wait(["Retry-After": text]) == nil)
    }

    @Test func `nobody is asked to wait longer than an hour`() {
        #expect(wait(["Retry-After": "1e300"]) == .seconds(3_600))
        #expect(wait(["Retry-After": "-5"]) == .zero)
    }

    @Test func `dates are those of the calendar`() {
        #expect(HTTPDate("Sun, 06 Nov 1994 08:49:37 GMT")?.secondsSince1970 == 784_111_777)
        #expect(HTTPDate("Thu, 01 Jan 1970 00:00:00 GMT")?.secondsSince1970 == 0)
        #expect(HTTPDate("Tue, 29 Feb 2000 23:59:59 GMT")?.secondsSince1970 == 951_868_799)
    }

    @Test func `a key that a provider repeats is not told on`() {
        let answer = ProviderAnswer(status: 401, headers: [:], body: ByteBuffer())
        let error = answer.rejection("Incorrect API key: sk-canary.", requestID: "r", hiding: "sk-canary")
        #expect("\(error)" == "status 401 from the provider: Incorrect API key: …. (request r)")
    }
}
