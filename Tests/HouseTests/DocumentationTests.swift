import Foundation
import Testing

struct DocumentationTests {
    @Test func `files open with what they hold, and what is public is documented`() throws {
        let files = try Repository.sources()
        let requirements = DocumentationComments.requirements(of: files)
        for file in files { expectNone(DocumentationComments.faults(in: file, requirements: requirements)) }
    }

    @Test(
        arguments: [
            "struct A {}", "import B\n\nenum A {}", "// A note.\nfunc a() {}", "/// A lone comment.\n\nactor A {}",
            "#if os(Linux)\nimport B\n#endif\n@frozen\nstruct A {}",
            "/// A.\nstruct A {\n    public var b: Int { 1 }\n}", "extension A {\n    public static func b() {}\n}",
            "/// A.\nstruct A {\n    @inlinable public init(a: Int) {}\n}",
            "/// A.\nclass A {\n    open func b() {}\n}",
        ]
    )
    func `canary: a missing comment is found`(text: String) {
        let file = TextFile(path: "Sources/A/Sample.swift", text: text)
        #expect(DocumentationComments.faults(in: file, requirements: ["open"]).count == 1)
    }

    @Test(
        arguments: [
            "import B\n\n/// A.\n@frozen\npublic struct A {\n    /// B.\n    public let b: Int\n}", "extension A {}",
            "@main struct A {}", "/// A.\nstruct A {\n    public init() {}\n}",
            "/// A.\nstruct A {\n    public func open() {}\n}",
            "/// A.\nlet open = 1, b = open.count", "public import B\n", "",
            "extension A: Comparable {\n    public static func < (left: A, right: A) -> Bool { true }\n}",
        ]
    )
    func `what is documented, or needs no comment, passes`(text: String) {
        let file = TextFile(path: "Sources/A/Sample.swift", text: text)
        #expect(DocumentationComments.faults(in: file, requirements: ["open"]).isEmpty)
    }

    @Test func `every link and every document named leads to a file`() throws {
        let paths = try Repository.paths()
        for file in try Repository.textFiles() { expectNone(DocumentLinks.faults(in: file, paths: Set(paths))) }
    }

    // The carets are taken out of the samples, so that this file keeps the rule itself.
    @Test(
        arguments: [
            "[a](missing.txt)", "![a](../missing.png \"Title\")", "[a]: missing.txt", "[a](docs/guide.txt)",
            "see elsewhere/PLAN^.md", "as `PLAN^.md` says", "[a](../../outside.txt)",
        ]
    )
    func `canary: a link that leads nowhere is found`(sample: String) {
        let file = TextFile(path: "docs/sample^.md".withoutCarets, text: "\n\(sample.withoutCarets)\n")
        #expect(DocumentLinks.faults(in: file, paths: ["docs/guide.txt"]).map(\.line) == [2])
    }

    @Test(
        arguments: [
            "[a](guide.txt#part)", "[a](../README^.md)", "[a](/docs/guide.txt)", "[a](https://example.com/x.md)",
            "[a](#part)", "[a](mailto:a@example.com)", "[a](../docs/)", "`[a](missing.txt)`", "*.md", "the README^.md",
            "```\n[a](missing.txt)\n```", "[a]: guide.txt", "[a](<guide.txt>)",
        ]
    )
    func `links that lead somewhere pass`(sample: String) {
        let file = TextFile(path: "docs/sample^.md".withoutCarets, text: sample.withoutCarets)
        let paths: Set = ["README^.md".withoutCarets, "docs/guide.txt"]
        #expect(DocumentLinks.faults(in: file, paths: paths).isEmpty)
    }

    @Test func `what protocols require is known by name`() {
        let text = """
            protocol P: Sendable {
                var a: Int { get }
                func b<T>(c: T)
                init(d e: Int)
                static func < (left: Self, right: Self) -> Bool
            }
            func f() {}
            """
        let names = DocumentationComments.requirements(of: [TextFile(path: "Sources/A/Sample.swift", text: text)])
        #expect(names.isSuperset(of: ["a", "b", "init(d", "<"]))
        #expect(!names.contains("f"))
    }
}

extension String {
    fileprivate var withoutCarets: String { replacing("^", with: "") }
}
