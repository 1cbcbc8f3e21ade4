extension Composition {
    /// The side of the canvas that the parts are drawn on.
    static let canvas = 1024

    /// The character as one SVG document that refers to nothing outside itself.
    func svg() throws(IllustratorError) -> String {
        let side = Self.canvas
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
        svg += " width=\"\(side)\" height=\"\(side)\" viewBox=\"0 0 \(side) \(side)\">"
        let tones = try tones()
        for layer in layers { try write(layer, to: &svg, tones: tones) }
        return svg + "</svg>"
    }

    private func write(
        _ layer: Layer, to svg: inout String, tones: [String: String]
    ) throws(IllustratorError) {
        switch layer {
        case .part(let name, let scope, let transform):
            try write(name, scope, transform, to: &svg, tones: tones)
        case .clipped(let name, let scope, let transform, let target, let place):
            svg += Self.clip("clip-\(scope)", to: target, place) + "<g clip-path=\"url(#clip-\(scope))\">"
            try write(name, scope, transform, to: &svg, tones: tones)
            svg += "</g>"
        case .shadow(let shape, let transform, let target, let place, let steps):
            svg += Self.clip("clip-\(shape)", to: target, place)
            svg += "<g clip-path=\"url(#clip-\(shape))\" fill=\"\(tones["skin-deep"] ?? "black")\">"
            for step in steps {
                let moved = Transform.moved(step.x, step.y).svg
                svg += "<use xlink:href=\"#\(shape)\" transform=\"\(moved) \(transform.svg)\""
                svg += " fill-opacity=\"\(step.opacity)\"/>"
            }
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
    private func tones() throws(IllustratorError) -> [String: String] {
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
