import Foundation
import Testing

struct LengthTests {
    @Test func `no function and no file is too long`() throws {
        for file in try Repository.sources() { expectNone(Length.faults(in: file)) }
    }

    @Test(
        arguments: [
            "func long(_ x: [Int] = [], then: () -> Void = { }) async throws(E) -> Int\nwhere A: B {",
            "init?(x: Int) {",
            "deinit {", "subscript(index: Int) -> Int {", "var long: [String: Int] {", "didSet {", "set(new) {",
            "get async throws {", "static func < (left: A, right: A) -> Bool {", "package mutating func long() {",
        ]
    )
    func `canary: a body over the limit is found, whatever it belongs to`(header: String) {
        let file = sample(header, bodyLines: Length.functionLimit + 1)
        #expect(Length.faults(in: file).count == 1)
        #expect(Length.faults(in: sample(header, bodyLines: Length.functionLimit)).isEmpty)
    }

    @Test func `canary: a file over the limit is found`() {
        let text = String(repeating: "let a = 1\n", count: Length.fileLimit)
        #expect(Length.faults(in: TextFile(path: "Sources/A/Sample.swift", text: text)).isEmpty)
        #expect(Length.faults(in: TextFile(path: "Sources/A/Sample.swift", text: text + "\n")).count == 1)
    }

    @Test func `braces in strings, regexes and comments don't count`() {
        let text = ##"""
            func a() {
                let one = "{ \("}" + "{") {" + #"{ \(" \#("{")"# // {
                let two = """
                    { " \(one.map { $0 }) {
                    """
                let three = /[{"]/, four = #/ " { /#, five = 4 / 2 /* { /* { */ */
            }
            func b() { }
            """##
        let bodies = Length.bodies(in: SwiftText(text).tokens)
        #expect(bodies == [.init(name: "func a", line: 1, length: 5), .init(name: "func b", line: 8, length: 0)])
    }

    @Test func `requirements, calls and stored properties have no body`() {
        let text = """
            protocol P {
                func a(x: Int)
                var b: Int { get }
                init()
            }
            var c = [1].map { $0 }
            let d = X.init { }
            router.get { }
            if var e { }
            """
        #expect(Length.bodies(in: SwiftText(text).tokens).map(\.name) == ["var b"])
    }

    private func sample(_ header: String, bodyLines: Int) -> TextFile {
        let body = String(repeating: "    x += 1\n", count: bodyLines)
        return TextFile(path: "Sources/A/Sample.swift", text: "struct S {\n\(header)\n\(body)}\n}\n")
    }
}
