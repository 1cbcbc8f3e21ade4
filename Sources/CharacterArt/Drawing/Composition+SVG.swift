extension Composition {
    /// The side of the canvas that the parts are drawn on.
    static let canvas = 1024

    /// The character as one SVG document that refers to nothing outside itself.
    func svg() throws(IllustratorError) -> String {
        let side = Self.canvas
        var svg = SVGDocument(width: side, height: side)
        try write(to: &svg.text)
        return svg.closed
    }

    /// Writes the layers without a document around them.
    ///
    /// - Parameter prefix: Goes before every id, so that several characters fit into one document.
    func write(to svg: inout String, prefix: String = "") throws(IllustratorError) {
        let tones = try tones()
        for layer in layers { try write(layer, to: &svg, prefix: prefix, tones: tones) }
    }

    private func write(
        _ layer: Layer, to svg: inout String, prefix: String, tones: [String: String]
    ) throws(IllustratorError) {
        switch layer {
        case .part(let name, let scope, let transform):
            try write(name, prefix + scope, transform, to: &svg, tones: tones)
        case .clipped(let name, let scope, let transform, let target, let place):
            let clip = "\(prefix)clip-\(scope)"
            svg += Self.clip(clip, to: prefix + target, place) + "<g clip-path=\"url(#\(clip))\">"
            try write(name, prefix + scope, transform, to: &svg, tones: tones)
            svg += "</g>"
        case .shadow(let shape, let transform, let target, let place, let tone, let steps):
            guard let color = tones[tone] else { throw .unknownTone(tone, part: shape) }
            let clip = "\(prefix)clip-\(shape)-\(target)"
            svg += Self.clip(clip, to: prefix + target, place)
            svg += "<g clip-path=\"url(#\(clip))\" fill=\"\(color)\">"
            for step in steps { svg += step.svg(of: prefix + shape, transform) }
            svg += "</g>"
        }
    }

    private func write(
        _ name: String, _ scope: String, _ transform: Transform, to svg: inout String,
        tones: [String: String]
    ) throws(IllustratorError) {
        svg += "<g transform=\"\(transform.svg)\">"
        try library.part(name).write(to: &svg, scope: scope, tones: tones)
        svg += "</g>"
    }

    private static func clip(_ id: String, to shape: String, _ place: Transform) -> String {
        "<clipPath id=\"\(id)\"><use xlink:href=\"#\(shape)\" transform=\"\(place.svg)\"/></clipPath>"
    }

    /// What every tone that a part may name is for this character.
    func tones() throws(IllustratorError) -> [String: String] {
        let palette = library.palette
        var tones = try palette.tones(of: options.skinTone.rawValue, in: "skin")
        let chosen = [
            try palette.tones(of: options.hairColor.rawValue, in: "hair"),
            try palette.tones(of: options.clothingColor.rawValue, in: "cloth"),
            try palette.tones(of: options.eyeColor.rawValue, in: "eye"),
        ]
        for family in chosen { tones.merge(family) { _, new in new } }
        // Painted lips for her; for him the lip keeps to the skin.
        tones["skin-mouth"] = tones[options.gender == .female ? "skin-lip" : "skin-deep"]
        return tones
    }
}
