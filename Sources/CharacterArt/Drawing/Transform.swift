import Foundation

/// An affine map of the plane, built from the outermost step inwards as SVG writes them.
struct Transform: Hashable, Sendable {
    private var a = 1.0, b = 0.0, c = 0.0, d = 1.0, e = 0.0, f = 0.0

    static let identity = Transform()

    static func moved(_ x: Double, _ y: Double) -> Transform { identity.moved(x, y) }

    func moved(_ x: Double, _ y: Double) -> Transform {
        var moved = self
        moved.e += a * x + c * y
        moved.f += b * x + d * y
        return moved
    }

    func scaled(_ x: Double, _ y: Double) -> Transform {
        var scaled = self
        (scaled.a, scaled.b) = (a * x, b * x)
        (scaled.c, scaled.d) = (c * y, d * y)
        return scaled
    }

    func rotated(_ degrees: Double) -> Transform {
        let angle = degrees * .pi / 180
        let (sine, cosine) = (sin(angle), cos(angle))
        var rotated = self
        (rotated.a, rotated.b) = (a * cosine + c * sine, b * cosine + d * sine)
        (rotated.c, rotated.d) = (c * cosine - a * sine, d * cosine - b * sine)
        return rotated
    }

    /// As the value of a `transform` attribute; four decimals are finer than any pixel.
    var svg: String {
        let numbers = [a, b, c, d, e, f].map { "\(($0 * 10_000).rounded() / 10_000)" }
        return "matrix(\(numbers.joined(separator: " ")))"
    }
}
