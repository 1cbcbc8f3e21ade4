import CreditLedger
import Foundation
import Testing

@Suite struct ValueTests {
    @Test func `credits stay between zero and the greatest number`() {
        #expect(Credits(exactly: -1) == nil)
        #expect(Credits(exactly: UInt64.max) == nil)
        #expect(Credits(exactly: Int64.max)?.adding(1) == nil)
        #expect(Credits.credits(5).adding(7) == 12)
        #expect(Credits.credits(5).subtracting(5) == .zero)
        #expect(Credits.credits(5).subtracting(6) == nil)
        #expect(Credits.zero < 1)
        #expect("\(Credits.credits(12))" == "12")
    }

    @Test func `credits are a plain number in JSON, and no negative or broken one`() throws {
        #expect(try coded(Credits.credits(12)) == "12")
        #expect(try decoded(Credits.self, "12") == 12)
        for text in ["-1", "1.5", "\"1\"", "9223372036854775808"] {
            #expect(throws: DecodingError.self) { try decoded(Credits.self, text) }
        }
    }

    @Test(arguments: ["app", "a", "0", "a-b_c", String(repeating: "z", count: 32)])
    func `takes the name of a pool`(name: String) throws {
        #expect(Pool(name)?.name == name)
        #expect(try decoded(Pool.self, "\"\(name)\"").name == name)
    }

    @Test(arguments: ["", "App", "a b", "ä", "a/b", "a\n", "a\u{0}", String(repeating: "z", count: 33)])
    func `refuses the name of no pool`(name: String) {
        #expect(Pool(name) == nil)
    }

    @Test(arguments: ["a", "!", "~", "order:12/3?x=1&y='%", String(repeating: "x", count: 255)])
    func `takes a reference`(text: String) throws {
        #expect(Reference(text)?.text == text)
        #expect(try decoded(Reference.self, "\"\(text)\"").text == text)
    }

    @Test(arguments: ["", " ", "a b", "é", "a\n", "a\u{7F}", "a\u{0}", String(repeating: "x", count: 256)])
    func `refuses what is no reference`(text: String) throws {
        #expect(Reference(text) == nil)
        #expect(throws: DecodingError.self) { try decoded(Reference.self, try coded(text)) }
    }

    @Test func `unique references are unique, and sorted by their time`() {
        let moment = Timestamp(microseconds: 1_767_225_600_000_000)
        let references = (0..<10_000).map { Reference.unique("gen", at: moment.advanced(by: .milliseconds($0))) }
        #expect(references.map(\.text) == references.map(\.text).sorted())
        #expect(Set((0..<10_000).map { _ in Reference.unique("gen", at: moment) }).count == 10_000)
        let isULID = references[0].text.wholeMatch(of: /gen_[0-7][0-9a-hjkmnp-tv-z]{25}/)
        #expect(isULID != nil)
        #expect(references[0].text.hasPrefix("gen_01kdvdna00"))
    }

    @Test func `accounts have the text of their UUID in lower case`() throws {
        let text = "0192F0C4-0000-7000-8000-00000000ABCD"
        let account = try #require(AccountID(text))
        #expect("\(account)" == text.lowercased())
        #expect(try coded(account) == "\"\(text.lowercased())\"")
        #expect(AccountID(number: 258).description == "00000000-0000-0000-0000-000000000102")
        for wrong in ["", "0192F0C4", text + "0", text.replacingOccurrences(of: "-", with: "_")] {
            #expect(AccountID(wrong) == nil)
        }
    }

    @Test func `accounts sort by their bytes`() throws {
        let texts = [
            "00000000-0000-0000-0000-0000000000ff", "7f000000-0000-0000-0000-000000000000",
            "80000000-0000-0000-0000-000000000000",
        ]
        let accounts = try texts.map { try #require(AccountID($0)) }
        #expect(accounts.shuffled().sorted() == accounts)
    }

    @Test func `actors are cut to 255 bytes of whole characters`() {
        #expect(ActorID("user").name == "user")
        #expect(ActorID(String(repeating: "x", count: 300)).name.utf8.count == 255)
        let odd = ActorID("x" + String(repeating: "é", count: 200))
        #expect(odd.name == "x" + String(repeating: "é", count: 127))
        #expect(ActorID(String(repeating: "🙂", count: 100)).name == String(repeating: "🙂", count: 63))
    }

    @Test func `payloads of equal values are equal, and tell no log what they say`() throws {
        let payload = try Payload(json: ["b": 1, "a": 2])
        #expect(String(decoding: payload.bytes, as: UTF8.self) == #"{"a":2,"b":1}"#)
        #expect(try payload.decode([String: Int].self) == ["a": 2, "b": 1])
        #expect("\(payload)" == "13 bytes")
    }
}

@Suite struct RecordIDTests {
    @Test(arguments: [1, 31, 32, 1 << 40, Int64.max])
    func `an identifier comes back from its text`(value: Int64) throws {
        let id = ChargeID(value)
        #expect(id.description.count == 17)
        #expect(ChargeID(id.description) == id)
        #expect(try decoded(ChargeID.self, try coded(id)) == id)
        #expect(GrantID(GrantID(value).description)?.value == value)
    }

    @Test(arguments: [
        "", "chg_", "chg_1", "grt_0000000000001", "0000000000001", "chg_000000000000l", "chg_000000000000O",
        "chg_00000000000001", "chg_zzzzzzzzzzzzz", "chg_000000000000é", "CHG_0000000000001", "chg_8000000000000",
    ])
    func `what is no identifier is refused`(text: String) {
        #expect(ChargeID(text) == nil)
    }

    @Test func `texts sort as identifiers do`() {
        let ids = [1, 2, 31, 32, 33, 1_023, 1_024, 1 << 50, Int64.max].map { ChargeID($0) }
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
        #expect(ids[0].description == "chg_0000000000001")
        #expect(ids[8].description == "chg_7zzzzzzzzzzzz")
    }

    @Test func `identifiers grow, and so does the text of a release`() async throws {
        let fixture = Fixture()
        try await fixture.grant(100)
        var ids: [ChargeID] = []
        for number in 0..<100 {
            ids.append(try await fixture.hold(1, reference: Reference(stringLiteral: "\(number)")).charge.id)
        }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Set(ids.map(\.releaseReference)).count == 100)
        let milliseconds = (ids[0].value >> 22) + 1_704_067_200_000
        #expect(abs(milliseconds - Int64(Date().timeIntervalSince1970 * 1_000)) < 60_000)
    }
}

@Suite struct TimestampTests {
    private let moment = Timestamp(microseconds: 1_767_225_600_250_000)

    @Test func `tells its moment as RFC 3339 does`() {
        #expect("\(moment)" == "2026-01-01T00:00:00.250Z")
        #expect(Timestamp(moment.date) == moment)
    }

    @Test func `moves by a duration, in microseconds`() {
        #expect(moment.advanced(by: .seconds(1)).microseconds == 1_767_225_601_250_000)
        #expect(moment.advanced(by: .microseconds(-250_001)).microseconds == 1_767_225_599_999_999)
        #expect(moment.advanced(by: .nanoseconds(1_999)).microseconds == 1_767_225_600_250_001)
        #expect(moment < moment.advanced(by: .microseconds(1)))
    }

    @Test func `stops at the ends of its range`() {
        #expect(moment.advanced(by: .seconds(Int64.max)) == .distantFuture)
        #expect(moment.advanced(by: .seconds(Int64.min)) == .distantPast)
        #expect(Timestamp.distantFuture.advanced(by: .microseconds(1)) == .distantFuture)
        #expect(Timestamp.distantPast.advanced(by: .microseconds(-1)) == .distantPast)
        #expect(Timestamp(Date.distantFuture) < .distantFuture)
        #expect(Timestamp(Date(timeIntervalSince1970: 1e30)) > moment)
    }
}

private func coded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

private func decoded<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(json.utf8))
}
