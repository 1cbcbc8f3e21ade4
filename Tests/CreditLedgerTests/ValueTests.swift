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

    @Test(arguments: ["user", "key:42", "日本", String(repeating: "x", count: 255), String(repeating: "é", count: 127)])
    func `takes the name of an actor`(name: String) throws {
        #expect(ActorID(name)?.name == name)
        #expect(try decoded(ActorID.self, try coded(name)).name == name)
    }

    @Test(arguments: ["", "a\u{0}", "\u{0}", String(repeating: "x", count: 256), String(repeating: "é", count: 128)])
    func `refuses the name of no actor`(name: String) throws {
        #expect(ActorID(name) == nil)
        #expect(throws: DecodingError.self) { try decoded(ActorID.self, try coded(name)) }
    }

    @Test(arguments: ["purchase", "in-app", "Überweisung", "a", String(repeating: "é", count: 32)])
    func `takes the source of a grant`(name: String) throws {
        #expect(GrantSource(name)?.name == name)
        #expect(try decoded(GrantSource.self, try coded(name)).name == name)
    }

    @Test(arguments: ["", "a\u{0}b", String(repeating: "x", count: 65), String(repeating: "é", count: 33)])
    func `refuses what is no source of a grant`(name: String) throws {
        #expect(GrantSource(name) == nil)
        #expect(throws: DecodingError.self) { try decoded(GrantSource.self, try coded(name)) }
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

    @Test(
        arguments: [
            ("1970-01-01", 0), ("2026-01-01", 1_767_225_600_000_000), ("2024-02-29", 1_709_164_800_000_000),
            ("2000-02-29T23:59:59Z", 951_868_799_000_000), ("1969-12-31T23:59:59.999999Z", -1),
            ("2026-01-01T00:00:00.250Z", 1_767_225_600_250_000),
            ("2026-01-01t01:00:00.25+01:00", 1_767_225_600_250_000),
            ("2025-12-31T18:30:00-05:30", 1_767_225_600_000_000),
            ("2026-01-01T00:00:00.1234567z", 1_767_225_600_123_456),
            ("0001-01-01", -62_135_596_800_000_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
        ] as [(String, Int64)])
    func `reads a moment of RFC 3339, or a day`(text: String, microseconds: Int64) {
        #expect(Timestamp(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "now", "2026", "2026-1-1", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-01-32",
        "2026-01-00", "2026-01-01T", "2026-01-01T00:00:00", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T23:59:60Z", "2026-01-01T00:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00Zx", " 2026-01-01", "2026-01-01\n", "２０２６-01-01",
    ])
    func `takes no text for a moment that is none`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `reads what it tells`() {
        for _ in 0..<200 {
            // From 1700 on, when dates were counted alike everywhere.
            let moment = Timestamp(microseconds: Int64.random(in: -8_000_000_000...250_000_000_000) * 1_000_000)
            #expect(Timestamp("\(moment)") == moment, "\(moment)")
        }
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
