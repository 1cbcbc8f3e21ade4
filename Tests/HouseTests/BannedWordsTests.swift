import Foundation
import Testing

struct BannedWordsTests {
    @Test func `no source holds a banned word`() throws {
        for file in try Repository.sources() { expectNone(BannedWords.faults(in: file)) }
    }

    @Test(
        arguments: [
            "try! run()", "x as! Int", "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1",
            "fatalError(\"no\")", "print(1)", "let a = \"\\(try! run())\"", "// TODO: later", "/* FIXME */",
            "let b = \"XXX\"",
        ]
    )
    func `canary: a banned word is found`(line: String) {
        #expect(
            BannedWords.faults(in: TextFile(path: "Sources/A/Sample.swift", text: "\n\(line)\n")).map(\.line) == [2])
    }

    @Test(
        arguments: [
            "// try! as! print(", "let a = \"print(1) as! fatalError(\"", "sprint(1)", "printer.print(1)",
            "x as? Int", "try !run()", "let todo = TODOS", "func print(_ x: Int) {}",
        ]
    )
    func `what only looks like a banned word passes`(line: String) {
        #expect(BannedWords.faults(in: TextFile(path: "Sources/A/Sample.swift", text: line)).isEmpty)
    }

    @Test func `the command line may print`() {
        #expect(BannedWords.faults(in: TextFile(path: "Sources/scrip/Sample.swift", text: "print(1)")).isEmpty)
    }
}
