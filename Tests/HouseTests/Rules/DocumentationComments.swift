/// A file opens by saying what its type is, and what is public says what it promises.
enum DocumentationComments {
    /// - Parameter requirements: the members that protocols require; those are documented there.
    static func faults(in file: TextFile, requirements: Set<String>) -> [Fault] {
        guard file.target != nil, let swift = file.swift else { return [] }
        return openingFaults(in: file, swift) + publicFaults(in: file, swift, requirements)
    }

    /// Files that extend a type, or hold the program's entry, need no opening sentence.
    private static func openingFaults(in file: TextFile, _ swift: SwiftText) -> [Fault] {
        let first = swift.lines.firstIndex { line in
            let code = line.drop(while: \.isWhitespace)
            return !code.isEmpty && !code.hasPrefix("#") && ImportDirection.importedModule(line) == nil
        }
        guard let first else { return [] }
        let words = swift.tokens.filter { $0.line == first + 1 }.map(\.text)
        guard !words.contains("extension"), !words.starts(with: ["@", "main"]) else { return [] }
        guard !isDocumented(line: first + 1, of: file) else { return [] }
        let remark = "the first declaration has no `///` comment; say in a sentence what it is"
        return [file.fault(line: first + 1, remark)]
    }

    private static func publicFaults(in file: TextFile, _ swift: SwiftText, _ requirements: Set<String>) -> [Fault] {
        let tokens = swift.tokens
        let conformances = conformanceExtensions(in: tokens)
        return tokens.indices.compactMap { index in
            guard let name = publicDeclaration(at: index, in: tokens), !requirements.contains(name) else { return nil }
            let line = tokens[index].line
            guard !conformances.contains(where: { $0.contains(line) }), !isDocumented(line: line, of: file) else {
                return nil
            }
            let remark = "public without a `///` comment; say what it promises, or make it `package`"
            return file.fault(line: line, remark)
        }
    }

    /// The name of what a token makes public; `nil` of what is documented elsewhere, or needs no words.
    private static func publicDeclaration(at index: Int, in tokens: [SwiftToken]) -> String? {
        guard ["public", "open"].contains(tokens[index].text), tokens.text(before: index) != "." else { return nil }
        var keyword = index + 1
        while keyword < tokens.count, modifiers.contains(tokens[keyword].text) { keyword += 1 }
        guard keyword < tokens.count, !tokens[index..<keyword].contains(where: { $0.text == "override" }) else {
            return nil
        }
        let name = memberName(at: keyword, in: tokens)
        return name == "init()" ? nil : name
    }

    /// The name of the member whose keyword stands at an index: `balance`, `<`, `init(from`.
    private static func memberName(at keyword: Int, in tokens: [SwiftToken]) -> String? {
        guard declarations.contains(tokens[keyword].text) else { return nil }
        let rest = tokens[(keyword + 1)...].map(\.text).prefix(8)
        switch tokens[keyword].text {
        case "init":
            let label = rest.drop { $0 != "(" }.dropFirst().first ?? ""
            return "init(" + label
        case "func" where rest.first?.first?.isLetter == false:
            return rest.prefix { $0 != "(" }.joined()
        default:
            return rest.first
        }
    }

    /// The names of what protocols require: those of the sources, and the standard library's usual ones.
    static func requirements(of files: [TextFile]) -> Set<String> {
        files.reduce(into: standardRequirements) { names, file in
            guard let tokens = file.swift?.tokens else { return }
            for start in tokens.indices where tokens[start].text == "protocol" {
                guard let brace = tokens[start...].firstIndex(where: { $0.text == "{" }),
                    let end = tokens.closingBrace(of: brace)
                else { continue }
                names.formUnion((brace..<end).compactMap { memberName(at: $0, in: tokens) })
            }
        }
    }

    /// The lines of extensions that declare a conformance.
    private static func conformanceExtensions(in tokens: [SwiftToken]) -> [ClosedRange<Int>] {
        tokens.indices.filter { tokens[$0].text == "extension" }.compactMap { start in
            guard let brace = tokens[start...].firstIndex(where: { $0.text == "{" }),
                let end = tokens.closingBrace(of: brace)
            else { return nil }
            let header = tokens[start..<brace].map(\.text).prefix { $0 != "where" }
            return header.contains(":") ? tokens[start].line...tokens[end].line : nil
        }
    }

    /// Whether a `///` comment stands above a line, with only attributes or plain comments between.
    private static func isDocumented(line: Int, of file: TextFile) -> Bool {
        for text in file.lines[..<(line - 1)].reversed() {
            let text = text.drop(while: \.isWhitespace)
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") || text.hasPrefix("//") else { return false }
        }
        return false
    }

    private static let declarations: Set<String> = [
        "actor", "associatedtype", "class", "enum", "func", "init", "let", "macro", "protocol", "struct", "subscript",
        "typealias", "var",
    ]

    /// What may stand between `public` and the keyword of a declaration, such as `private(set)`.
    private static let modifiers: Set<String> = [
        "(", ")", "@", "convenience", "final", "indirect", "internal", "lazy", "mutating", "nonisolated", "nonmutating",
        "override", "package", "private", "required", "set", "static", "weak",
    ]

    private static let standardRequirements: Set<String> = [
        "allCases", "debugDescription", "description", "encode", "errorDescription", "hash", "id", "makeAsyncIterator",
        "makeIterator", "next", "rawValue", "==", "<", "init(arrayLiteral", "init(from", "init(integerLiteral",
        "init(rawValue", "init(stringLiteral",
    ]
}
