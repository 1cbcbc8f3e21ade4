/// One SVG file of the art, cut where colours and scopes go in.
///
/// A file is a whole SVG document that a browser shows as it is. A colour is written
/// `var(--hair-base, #7a4c31)`: the tone's name, and what to show when the file is opened alone.
/// Ids are the file's own; each use of a part puts its scope before them, so they never collide.
struct Part: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case tone(String)
        case scope
    }

    let name: String
    private let pieces: [Piece]

    /// - Throws: `malformedFile` if the text is not one `svg` element or a colour is not closed.
    init(name: String, document: String) throws(IllustratorError) {
        self.name = name
        pieces = try Self.pieces(of: try Self.content(of: document, name), name)
    }

    /// The names of the tones the part is painted with.
    var tones: Set<String> {
        Set(pieces.compactMap { piece in if case .tone(let tone) = piece { tone } else { nil } })
    }

    /// Writes the part with its colours filled in and its ids in a scope.
    func write(
        to svg: inout String, scope: String, tones: [String: String]
    ) throws(IllustratorError) {
        for piece in pieces {
            switch piece {
            case .text(let text): svg += text
            case .scope: svg += scope + "-"
            case .tone(let tone):
                guard let color = tones[tone] else { throw .unknownTone(tone, part: name) }
                svg += color
            }
        }
    }

    /// What is between `<svg …>` and `</svg>`.
    private static func content(
        of document: String, _ name: String
    ) throws(IllustratorError) -> Substring {
        guard let opening = document.firstRange(of: "<svg"),
            let start = document[opening.upperBound...].firstIndex(of: ">"),
            let end = document.ranges(of: "</svg>").last?.lowerBound,
            start < end
        else { throw .malformedFile(name, reason: "it is not an svg element") }
        return document[document.index(after: start)..<end]
    }

    private static func pieces(
        of content: Substring, _ name: String
    ) throws(IllustratorError) -> [Piece] {
        var pieces: [Piece] = []
        var rest = content
        while let mark = rest.firstMatch(of: /var\(--|\bid="|url\(#|href="#/) {
            let isTone = mark.output == "var(--"
            pieces.append(.text(String(rest[..<(isTone ? mark.range.lowerBound : mark.range.upperBound)])))
            rest = rest[mark.range.upperBound...]
            guard isTone else {
                pieces.append(.scope)
                continue
            }
            guard let end = rest.firstIndex(of: ")") else {
                throw .malformedFile(name, reason: "a var(…) is not closed")
            }
            pieces.append(.tone(String(rest[..<end].prefix { $0 != "," && $0 != " " })))
            rest = rest[rest.index(after: end)...]
        }
        return pieces + [.text(String(rest))]
    }
}
