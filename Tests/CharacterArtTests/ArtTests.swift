import Testing

@testable import CharacterArt

@Suite struct ArtTests {
    @Test func `every part is used by something`() throws {
        let library = try ArtLibrary.embedded.get()
        var used: Set<String> = []
        for options in Self.everyPart {
            used.formUnion(try Composition(options, library: library).layers.compactMap(\.part))
        }
        #expect(Set(library.parts.keys).subtracting(used).sorted() == [])
    }

    @Test(arguments: Gender.allCases, headwear)
    func `every hair style renders with every hat`(gender: Gender, hat: Accessories) throws {
        for style in HairStyle.allCases {
            let options = CharacterOptions.sample.with(\.gender, gender).with(\.hairStyle, style)
                .with(\.accessories, hat)
            let picture = try Picture(png: try Illustrator().draw(options, side: 64))
            #expect(picture[32, 32][3] == 255)
        }
    }

    @Test func `every hair style has a drawing for under a hat`() throws {
        let library = try ArtLibrary.embedded.get()
        for style in HairStyle.allCases {
            #expect(library.parts["hair/\(style.rawValue)/front"] != nil, "\(style)")
            #expect(library.parts["hair/\(style.rawValue)/hat-front"] != nil, "\(style)")
        }
    }

    @Test func `every part is painted with tones that there are, without filters or outside files`() throws {
        let known = Set(try Composition(.sample, library: try ArtLibrary.embedded.get()).tones().keys)
        for (name, part) in try ArtLibrary.embedded.get().parts {
            #expect(part.tones.subtracting(known) == [], "\(name)")
            let text = try #require(EmbeddedFiles.all["\(name).svg"])
            #expect(!text.contains("<filter") && !text.contains("<image") && !text.contains("<script"), "\(name)")
            #expect(text.ranges(of: "http").count == 1, "\(name)")
        }
    }

    @Test func `ids are unique within a drawing and every reference is to one of them`() throws {
        for options in Self.everyPart {
            let svg = try Illustrator().svg(for: options.with(\.accessories, [.cap, .headphones, .glasses]))
            let ids = svg.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
            let references = svg.matches(of: /#([a-z][a-z0-9-]*)/).map { String($0.output.1) }
            #expect(Set(ids).count == ids.count)
            #expect(Set(references).subtracting(ids).filter { !Self.isColor($0) } == [])
        }
    }

    private static func isColor(_ text: String) -> Bool {
        text.count == 6 && text.allSatisfy(\.isHexDigit)
    }

    @Test func `a tone that no palette has is an error`() throws {
        let part = try Part(name: "odd", document: #"<svg><path fill="var(--hair-glow, #fff)"/></svg>"#)
        #expect(part.tones == ["hair-glow"])
        #expect(throws: IllustratorError.unknownTone("hair-glow", part: "odd")) {
            var svg = ""
            try part.write(to: &svg, scope: "x", tones: ["hair-base": "#000000"])
        }
    }

    @Test func `a part's colours are filled in and its ids kept apart`() throws {
        let document = """
            <?xml version="1.0"?><svg viewBox="0 0 1 1"><path id="a" fill="var(--b, #fff)"/>\
            <use href="#a" clip-path="url(#c)"/></svg>
            """
        var svg = ""
        try Part(name: "p", document: document).write(to: &svg, scope: "s", tones: ["b": "#123456"])
        #expect(svg == ##"<path id="s-a" fill="#123456"/><use href="#s-a" clip-path="url(#s-c)"/>"##)
    }

    @Test(arguments: ["", "<svg>", "</svg><svg>", "<svg><path fill=\"var(--a\"/></svg>"])
    func `a part that is not an SVG document is an error`(document: String) {
        #expect(throws: IllustratorError.self) { try Part(name: "odd", document: document) }
    }

    @Test(arguments: [[:], ["palette.json": "{}"], ["palette.json": "[]", "proportions.json": "{}"]])
    func `a library without its tables is an error`(files: [String: String]) {
        #expect(throws: IllustratorError.self) { try ArtLibrary(files: files) }
    }

    /// Enough looks that every part of the art has a place in one of them.
    private static var everyPart: [CharacterOptions] {
        var looks: [CharacterOptions] = []
        for gender in Gender.allCases {
            looks += AgeGroup.allCases.map { .sample.with(\.gender, gender).with(\.ageGroup, $0) }
        }
        for hat in headwear {
            looks += HairStyle.allCases.map { .sample.with(\.accessories, hat).with(\.hairStyle, $0) }
        }
        looks += Clothing.allCases.map { .sample.with(\.clothing, $0) }
        looks += Accessory.allCases.map { .sample.with(\.accessories, [$0]) }
        return looks + (UInt32(0)..<40).map { .sample.with(\.seed, $0) }
    }
}

extension Layer {
    /// The name of the part that the layer draws; `nil` for a shadow.
    fileprivate var part: String? {
        switch self {
        case .part(let name, _, _), .clipped(let name, _, _, _, _): name
        case .shadow: nil
        }
    }
}
