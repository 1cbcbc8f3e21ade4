/// An element of an XML document as S3 sends it: elements and text; attributes are passed over, and a document type
/// is refused, so that no entity of its own is ever expanded.
///
/// Source: Extensible Markup Language (XML) 1.0, fifth edition.
struct XMLElement: Sendable, Hashable {
    let name: String
    var text = ""
    var children: [XMLElement] = []

    /// No answer of S3 is deeper than five.
    private static let depthLimit = 16

    init(name: String) {
        self.name = name
    }

    /// The root of a document, or `nil` if the bytes are no such document.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        var open: [XMLElement] = []
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            guard let text = XMLText.decoded(rest[..<start]) else { return nil }
            if let last = open.indices.last { open[last].text += text }
            guard let markup = XMLMarkup(&rest, at: start) else { return nil }
            switch markup {
            case .aside:
                continue
            case .start(let name):
                guard open.count < Self.depthLimit else { return nil }
                open.append(XMLElement(name: name))
                continue
            case .empty(let name):
                guard open.count < Self.depthLimit else { return nil }
                open.append(XMLElement(name: name))
            case .end(let name):
                guard open.last?.name == name else { return nil }
            }
            guard let closed = open.popLast() else { return nil }
            guard let parent = open.indices.last else {
                self = closed
                return
            }
            open[parent].children.append(closed)
        }
        return nil
    }

    /// The first child of a name.
    func first(_ name: String) -> XMLElement? {
        children.first { $0.name == name }
    }
}

/// What stands between `<` and `>`.
private enum XMLMarkup {
    case start(String)
    case end(String)
    case empty(String)
    /// A comment or an instruction.
    case aside

    /// Takes the markup at `start`, and all before it, from `rest`.
    init?(_ rest: inout ArraySlice<UInt8>, at start: Int) {
        let markup = rest[start...]
        for (opening, closing) in [("<?", "?>"), ("<!--", "-->")] where markup.starts(with: opening.utf8) {
            guard let end = markup.dropFirst(opening.utf8.count).firstRange(of: Array(closing.utf8)) else { return nil }
            rest = markup[end.upperBound...]
            self = .aside
            return
        }
        guard let end = Self.end(of: markup) else { return nil }
        rest = markup[(end + 1)...]
        var inner = markup[(start + 1)..<end]
        let isEnd = inner.first == UInt8(ascii: "/")
        let isEmpty = inner.last == UInt8(ascii: "/")
        if isEnd { inner = inner.dropFirst() }
        if isEmpty { inner = inner.dropLast() }
        let name = inner.prefix { !XMLText.blanks.contains($0) }
        guard !name.isEmpty, name.first != UInt8(ascii: "!") else { return nil }
        let text = String(decoding: name, as: UTF8.self)
        self = isEnd ? .end(text) : isEmpty ? .empty(text) : .start(text)
    }

    /// Where a tag ends: a `>` within an attribute's quotes does not end it.
    private static func end(of markup: ArraySlice<UInt8>) -> Int? {
        var quote: UInt8?
        for (index, byte) in zip(markup.indices, markup) {
            switch (quote, byte) {
            case (nil, UInt8(ascii: ">")): return index
            case (nil, UInt8(ascii: "\"")), (nil, UInt8(ascii: "'")): quote = byte
            case (byte, _): quote = nil
            default: continue
            }
        }
        return nil
    }
}

/// Text between tags.
private enum XMLText {
    static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    private static let entities: [String: Character] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "&", omittingEmptySubsequences: false)
        var text = String(parts.first ?? "")
        for part in parts.dropFirst() {
            guard let end = part.firstIndex(of: ";"), let character = character(of: part[..<end]) else { return nil }
            text.append(character)
            text += part[part.index(after: end)...]
        }
        return text
    }

    private static func character(of name: Substring) -> Character? {
        guard name.first == "#" else { return entities[String(name)] }
        let isHexadecimal = name.dropFirst().first == "x"
        let number = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
        return number.flatMap(UnicodeScalar.init).map(Character.init)
    }
}
