/// A word (`func`, `Credits`, `didSet`), or a single mark (`{`, `.`, `@`), of Swift code.
struct SwiftToken: Equatable, Sendable {
    let text: String
    /// From 1.
    let line: Int
    /// Whether it is the first of its line.
    let startsLine: Bool
    /// Whether white space stands before it.
    let followsSpace: Bool

    /// The tokens of blanked code.
    static func tokens(of code: [UInt8]) -> [SwiftToken] {
        var tokens: [SwiftToken] = []
        var line = 1
        var startsLine = true
        var position = 0
        while position < code.count {
            let start = position
            position += 1
            if code[start] == .lineFeed {
                line += 1
                startsLine = true
            }
            guard !code[start].isSpace else { continue }
            if code[start].isOfWord {
                while position < code.count, code[position].isOfWord { position += 1 }
            }
            let followsSpace = start == 0 || code[start - 1].isSpace
            let text = String(decoding: code[start..<position], as: UTF8.self)
            tokens.append(SwiftToken(text: text, line: line, startsLine: startsLine, followsSpace: followsSpace))
            startsLine = false
        }
        return tokens
    }
}

extension Array<SwiftToken> {
    /// The index of the brace that closes the one at an index, or `nil` if none does.
    func closingBrace(of opening: Int) -> Int? {
        var depth = 0
        for index in opening..<count {
            if self[index].text == "{" { depth += 1 }
            if self[index].text == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// The text of the token before an index.
    func text(before index: Int) -> String? { index > 0 ? self[index - 1].text : nil }

    /// The text of the token after an index.
    func text(after index: Int) -> String? { index + 1 < count ? self[index + 1].text : nil }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 32 || (9...13).contains(self) }

    /// Letters, digits, the underscore, and whatever isn't ASCII.
    fileprivate var isOfWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
