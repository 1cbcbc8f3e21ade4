/// One thing to draw, above what came before it.
enum Layer: Sendable {
    /// A part with its ids in a scope, placed on the canvas.
    case part(String, scope: String, Transform)
    /// A part of which only what falls on the shape with id `onto` is seen.
    case clipped(String, scope: String, Transform, onto: String, Transform)
    /// A soft shadow that one shape casts on another: the shape with id `of`, moved by some
    /// distances and painted in a tone, within the shape with id `onto`.
    case shadow(of: String, Transform, onto: String, Transform, tone: String, steps: [Shadow])
}

/// One step of a soft shadow; a few, faint and further each, look blurred and cost little.
struct Shadow: Sendable {
    let x: Double
    let y: Double
    let opacity: Double

    /// What a fringe or a hat casts on the forehead.
    static let onFace = [
        Shadow(x: 2, y: 6, opacity: 0.20), Shadow(x: 4, y: 12, opacity: 0.14), Shadow(x: 6, y: 19, opacity: 0.09),
    ]
    /// What long hair casts on the shoulders.
    static let onBody = [Shadow(x: 4, y: 8, opacity: 0.30), Shadow(x: 9, y: 16, opacity: 0.18)]

    func svg(of shape: String, _ transform: Transform) -> String {
        let moved = Transform.moved(x, y).svg
        return "<use xlink:href=\"#\(shape)\" transform=\"\(moved) \(transform.svg)\" fill-opacity=\"\(opacity)\"/>"
    }
}
