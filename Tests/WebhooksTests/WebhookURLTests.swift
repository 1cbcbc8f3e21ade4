import Testing

@testable import Webhooks

struct WebhookURLTests {
    @Test(arguments: [
        "https://example.com", "https://example.com/hook?token=1", "https://example.com:8443/a%20b",
        "https://93.184.215.14/", "HTTPS://EXAMPLE.com/x", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    ])
    func `an address of the open internet over TLS is taken`(text: String) throws {
        #expect(try WebhookURL(text, within: .global).text == text)
    }

    @Test(arguments: [
        "", "example.com", "/hook", "http://example.com/", "ftp://example.com/", "file:///etc/passwd",
        "https://user@example.com/", "https://user:word@example.com/", "https://example.com/#part", "https://",
        "https:///hook", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data", "https://exa mple.com/", "https://example.com/\nX: y",
        "https://example.com:0/", "https://example.com:70000/", "https://exämple.com/",
        "https://example.com/" + String(repeating: "a", count: 2_048),
    ])
    func `anything else is refused, and the text says what it must be`(text: String) {
        let error = #expect(throws: WebhookError.self) { try WebhookURL(text, within: .global) }
        guard case .invalidURL(let problem)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem.hasPrefix("must "))
    }

    @Test(arguments: ["http://127.0.0.1:8080/", "http://localhost/hook", "https://10.0.0.1/", "http://[::1]:80/"])
    func `an owner may allow intranets, and plain HTTP with them`(text: String) throws {
        #expect(throws: WebhookError.self) { try WebhookURL(text.replacing("https", with: "http"), within: .global) }
        #expect(try WebhookURL(text, within: .anywhere).text == text)
    }

    @Test func `a description tells the host alone`() throws {
        #expect("\(try WebhookURL("https://example.com/secret?token=1", within: .global))" == "example.com")
    }

    @Test(arguments: [
        "0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:8.8.8.8", "64:ff9b::808:808", "100::1", "fc00::1", "fd12::1", "fe80::1", "ff02::1", "2001:db8::1",
        "2001::1", "2002:a00:1::1", "3fff::1",
    ])
    func `an address that is not of the open internet is known as such`(text: String) throws {
        #expect(try !#require(NetworkAddress(text)).isGlobal)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
        "192.167.1.1", "198.17.1.1", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450::1", "2001:4860:4860::8888",
    ])
    func `an address of the open internet is known as such`(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isGlobal)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "0x7f.1", "2130706433", "1.2.3.4.5", "::g", "127.0.0.1 "])
    func `what is no literal address is none`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }
}
