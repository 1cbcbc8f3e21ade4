import CreditLedger
import Testing

@testable import ScripServer

@Suite struct ServerSentEventTests {
    @Test func `an event has its id, its name and its data, and ends with an empty line`() {
        let event = ServerSentEvent(id: 3, name: "running", data: "{\"done\":1}")
        #expect(event.text == "id: 3\nevent: running\ndata: {\"done\":1}\n\n")
    }

    @Test(arguments: ["a\nb", "a\rb", "a\r\nb"])
    func `a line break in the data begins another line of data`(data: String) {
        #expect(ServerSentEvent(id: 1, name: "n", data: data).text == "id: 1\nevent: n\ndata: a\ndata: b\n\n")
    }

    @Test func `data that looks like an event stays data`() {
        let text = ServerSentEvent(id: 1, name: "n", data: "a\n\nevent: forged").text
        #expect(text == "id: 1\nevent: n\ndata: a\ndata: \ndata: event: forged\n\n")
    }

    @Test func `a heartbeat is a comment`() {
        #expect(ServerSentEvent.heartbeat.hasPrefix(":") && ServerSentEvent.heartbeat.hasSuffix("\n\n"))
    }
}

@Suite struct EventTokenTests {
    private let tokens = EventTokens(key: Array(repeating: 7, count: 32))
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)

    @Test func `a token opens its own generation until its time is over`() {
        let token = tokens.token(for: "gen_a", until: now.advanced(by: .seconds(60)))
        #expect(tokens.allows(token, for: "gen_a", at: now))
        #expect(tokens.allows(token, for: "gen_a", at: now.advanced(by: .seconds(59))))
        #expect(!tokens.allows(token, for: "gen_a", at: now.advanced(by: .seconds(60))))
        #expect(!tokens.allows(token, for: "gen_b", at: now))
        #expect(!EventTokens(key: Array(repeating: 8, count: 32)).allows(token, for: "gen_a", at: now))
    }

    @Test(arguments: ["", ".", "1.", "99999999999.", "99999999999.00", "x.y.z", "-1.é"])
    func `what is no token opens nothing`(text: String) {
        #expect(!tokens.allows(text, for: "gen_a", at: now))
    }

    @Test func `a token whose time was changed opens nothing`() {
        let token = tokens.token(for: "gen_a", until: now)
        let later = token.replacing("1800000000", with: "1900000000")
        #expect(later != token)
        #expect(!tokens.allows(later, for: "gen_a", at: now.advanced(by: .seconds(-60))))
    }
}
