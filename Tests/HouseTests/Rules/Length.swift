/// How long functions and files may become.
enum Length {
    static let functionLimit = 70
    static let fileLimit = 400

    static func faults(in file: TextFile) -> [Fault] {
        fileFaults(in: file) + functionFaults(in: file)
    }

    private static func fileFaults(in file: TextFile) -> [Fault] {
        let isCode = [".swift", ".c", ".h"].contains { file.path.hasSuffix($0) }
        guard file.target != nil, isCode, file.lineCount > fileLimit else { return [] }
        let remark = "the file has \(file.lineCount) lines, \(fileLimit) at most; split it by noun or topic"
        return [file.fault(line: file.lineCount, remark)]
    }

    private static func functionFaults(in file: TextFile) -> [Fault] {
        guard file.target != nil, let swift = file.swift else { return [] }
        return bodies(in: swift.tokens).filter { $0.length > functionLimit }.map {
            let remark = "the body of \($0.name) has \($0.length) lines, \(functionLimit) at most; split it"
            return file.fault(line: $0.line, remark)
        }
    }

    /// The body of a function, an initializer, a computed property or an accessor.
    struct Body: Equatable {
        let name: String
        let line: Int
        /// The lines between the braces.
        let length: Int
    }

    static func bodies(in tokens: [SwiftToken]) -> [Body] {
        tokens.indices.compactMap { index in
            guard let brace = openingBrace(ofDeclarationAt: index, in: tokens),
                let end = tokens.closingBrace(of: brace)
            else { return nil }
            let keyword = tokens[index].text
            let name = ["func", "var"].contains(keyword) ? "\(keyword) \(tokens[index + 1].text)" : keyword
            return Body(
                name: name,
                line: tokens[index].line,
                length: max(0, tokens[end].line - tokens[brace].line - 1)
            )
        }
    }

    private static func openingBrace(ofDeclarationAt index: Int, in tokens: [SwiftToken]) -> Int? {
        let before = tokens.text(before: index)
        guard before != "." else { return nil }
        switch tokens[index].text {
        case "func", "init", "deinit", "subscript":
            return braceAfterHeader(from: index + 1, in: tokens) { token in
                token.startsLine && declarationStarts.contains(token.text)
            }
        case "var" where !["if", "guard", "while", "case", ","].contains(before):
            return braceAfterHeader(from: index + 1, in: tokens) { token in
                token.startsLine || token.text == "=" || token.text == "in"
            }
        case "get", "set", "willSet", "didSet", "read", "modify", "_read", "_modify":
            guard tokens[index].startsLine || before == "{" || before == "}" else { return nil }
            return braceAfterHeader(from: index + 1, in: tokens) { token in
                !["async", "throws"].contains(token.text)
            }
        default:
            return nil
        }
    }

    /// The brace that opens a body, after a header whose parentheses and brackets are skipped.
    private static func braceAfterHeader(
        from start: Int, in tokens: [SwiftToken], unless ends: (SwiftToken) -> Bool
    ) -> Int? {
        var depth = 0
        for index in start..<tokens.count {
            let token = tokens[index]
            if "([".contains(token.text) {
                depth += 1
            } else if ")]".contains(token.text) {
                depth -= 1
            } else if depth == 0 {
                if token.text == "{" { return index }
                if token.text == "}" || ends(token) { return nil }
            }
            if depth < 0 { return nil }
        }
        return nil
    }

    /// What begins the next declaration after one without a body, as in a protocol.
    private static let declarationStarts: Set<String> = [
        "@", "#", "actor", "associatedtype", "case", "class", "enum", "extension", "fileprivate", "final",
        "func", "init", "internal", "let", "mutating", "nonisolated", "nonmutating", "package", "private", "protocol",
        "public", "static", "struct", "subscript", "typealias", "var",
    ]
}
