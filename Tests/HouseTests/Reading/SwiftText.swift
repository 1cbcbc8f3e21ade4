/// Swift source with comments and the contents of strings and regexes blanked.
///
/// Lines and columns stay what they were, so that what is found in the code is found at the same
/// place in the file. Code within string interpolations is kept. This is a scanner, not a parser: a
/// bare regex literal is told from a division by what stands before it.
struct SwiftText: Sendable {
    /// The lines of code, without their line feeds; what isn't code is spaces.
    let lines: [String]
    let tokens: [SwiftToken]

    init(_ source: String) {
        var blanking = Blanking(source: Array(source.utf8))
        blanking.run()
        lines = blanking.result.split(separator: .lineFeed, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        tokens = SwiftToken.tokens(of: blanking.result)
    }
}

/// The blanking: one pass over the bytes, with a stack of the strings that interpolations are in.
private struct Blanking {
    let source: [UInt8]
    var result: [UInt8]
    var position = 0
    /// For each interpolation that is open: its string's delimiter, and its open parentheses.
    var interpolations: [(string: Delimiter, parentheses: Int)] = []
    /// The last byte of code that isn't a space.
    var previous = UInt8.lineFeed

    struct Delimiter {
        let quotes: Int
        let pounds: Int
    }

    init(source: [UInt8]) {
        self.source = source
        result = source
    }

    mutating func run() {
        while position < source.count {
            switch source[position] {
            case .slash where byte(at: position + 1) == .slash: blankLine()
            case .slash where byte(at: position + 1) == .star: blankBlockComment()
            case .slash: blankRegexOrTakeCode()
            case .quote, .pound: blankLiteralOrTakeCode()
            default: takeCode()
            }
        }
    }

    /// Keeps one byte of code; the parenthesis that ends an interpolation leads back to its string.
    private mutating func takeCode() {
        let byte = source[position]
        position += 1
        if byte != .space { previous = byte }
        guard let innermost = interpolations.last else { return }
        if byte == .openingParenthesis {
            interpolations[interpolations.count - 1].parentheses += 1
        } else if byte == .closingParenthesis {
            interpolations[interpolations.count - 1].parentheses -= 1
            if innermost.parentheses == 1 {
                interpolations.removeLast()
                blankString(innermost.string)
            }
        }
    }

    private mutating func blankLine() {
        while position < source.count, source[position] != .lineFeed { blank(1) }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            let pair = (source[position], byte(at: position + 1))
            if pair == (.slash, .star) { depth += 1 }
            if pair == (.star, .slash) { depth -= 1 }
            blank(pair == (.slash, .star) || pair == (.star, .slash) ? 2 : 1)
        } while depth > 0 && position < source.count
    }

    /// At a quotation mark or a pound sign: a string, an extended regex, or a directive such as `#if`.
    private mutating func blankLiteralOrTakeCode() {
        let pounds = pounds(at: position)
        switch byte(at: position + pounds) {
        case .quote:
            let isMultiline = (1...2).allSatisfy { byte(at: position + pounds + $0) == .quote }
            let delimiter = Delimiter(quotes: isMultiline ? 3 : 1, pounds: pounds)
            blank(delimiter.pounds + delimiter.quotes)
            blankString(delimiter)
        case .slash:
            blank(pounds + 1)
            while position < source.count, !(byte(at: position - 1) == .slash && self.pounds(at: position) >= pounds) {
                blank(1)
            }
            blank(pounds)
        default:
            takeCode()
        }
    }

    /// Blanks up to and with the end of a string, or up to and with the start of an interpolation.
    private mutating func blankString(_ delimiter: Delimiter) {
        while position < source.count {
            switch source[position] {
            case .quote where isEnd(of: delimiter):
                blank(delimiter.quotes + delimiter.pounds)
                previous = .quote
                return
            case .lineFeed where delimiter.quotes == 1:
                return
            case .backslash where pounds(at: position + 1) >= delimiter.pounds:
                blank(1 + delimiter.pounds)
                if byte(at: position) == .openingParenthesis {
                    position += 1
                    interpolations.append((delimiter, 1))
                    previous = .openingParenthesis
                    return
                }
                blank(1)
            default:
                blank(1)
            }
        }
    }

    private func isEnd(of delimiter: Delimiter) -> Bool {
        (0..<delimiter.quotes).allSatisfy { byte(at: position + $0) == .quote }
            && pounds(at: position + delimiter.quotes) >= delimiter.pounds
    }

    /// At a slash: a bare regex stands where an operand may, doesn't begin with a space, and ends on its line.
    private mutating func blankRegexOrTakeCode() {
        guard "\n(,=:[{&|;".utf8.contains(previous),
            let first = byte(at: position + 1), !" \n=)".utf8.contains(first)
        else { return takeCode() }
        var end = position + 1
        while let byte = byte(at: end), byte != .lineFeed {
            if byte == .slash {
                blank(end + 1 - position)
                previous = .slash
                return
            }
            end += byte == .backslash ? 2 : 1
        }
        takeCode()
    }

    private mutating func blank(_ count: Int) {
        let end = min(position + count, source.count)
        for index in position..<end where source[index] != .lineFeed { result[index] = .space }
        position = end
    }

    private func byte(at index: Int) -> UInt8? {
        index < source.count ? source[index] : nil
    }

    private func pounds(at index: Int) -> Int {
        var end = index
        while byte(at: end) == .pound { end += 1 }
        return end - index
    }
}

extension UInt8 {
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let slash = UInt8(ascii: "/")
    fileprivate static let backslash = UInt8(ascii: "\\")
    fileprivate static let star = UInt8(ascii: "*")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let pound = UInt8(ascii: "#")
    fileprivate static let openingParenthesis = UInt8(ascii: "(")
    fileprivate static let closingParenthesis = UInt8(ascii: ")")
    static let lineFeed = UInt8(ascii: "\n")
}
