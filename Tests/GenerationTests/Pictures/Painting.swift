@testable import Generation

/// A round head on shoulders before a background, with soft edges, as a model draws it.
struct Painting {
    var side = 96
    var background = SIMD3(0, 255, 0)
    var skin = SIMD3(200, 150, 110)
    var cloth = SIMD3(220, 59, 59)
    /// A spot in the face, such as an eye.
    var spot: SIMD3<Int>?
    /// A piece of background between head and shoulder that nothing connects with the rest.
    var hasHole = false
    /// How far each colour may be off, up to so much.
    var noise = 0

    /// How much of the pixel at a place is figure, of 256, when 4 × 4 points of it are looked at.
    private func share(_ x: Int, _ y: Int) -> Int {
        (0..<16).count { point in
            isFigure(Double(x) + (Double(point % 4) + 0.5) / 4, Double(y) + (Double(point / 4) + 0.5) / 4)
        } * 16
    }

    private func isFigure(_ x: Double, _ y: Double) -> Bool {
        let (side, middle) = (Double(side), Double(side) / 2)
        let (dx, dy) = (x - middle, y - side * 0.42)
        if hasHole, isNear(x, y, middle, side * 0.9, side * 0.05) { return false }
        return dx * dx + dy * dy < side * side * 0.07 || (y > side * 0.62 && abs(dx) < side * 0.38)
    }

    private func isNear(_ x: Double, _ y: Double, _ centerX: Double, _ centerY: Double, _ radius: Double) -> Bool {
        (x - centerX) * (x - centerX) + (y - centerY) * (y - centerY) < radius * radius
    }

    /// Where the hole is.
    var hole: (x: Int, y: Int) { (side / 2, side * 9 / 10) }
    /// Where the spot is.
    var eye: (x: Int, y: Int) { (side / 2, side * 42 / 100) }

    func pixels() -> Pixels {
        var pixels = Pixels(width: side, height: side, red: 0, green: 0, blue: 0, alpha: 255)
        var state: UInt32 = 12_345
        for y in 0..<side {
            for x in 0..<side {
                let share = share(x, y)
                var color = (figure(x, y) &* share &+ background &* (256 - share)) / 256
                if noise > 0 {
                    state = state &* 1_664_525 &+ 1_013_904_223
                    color = color &+ SIMD3(repeating: Int(state >> 16) % (2 * noise + 1) - noise)
                }
                for channel in 0..<3 { pixels.bytes[(y * side + x) * 4 + channel] = UInt8(clamping: color[channel]) }
            }
        }
        return pixels
    }

    private func figure(_ x: Int, _ y: Int) -> SIMD3<Int> {
        if let spot, abs(x - eye.x) < side / 24, abs(y - eye.y) < side / 24 { return spot }
        return Double(y) > Double(side) * 0.62 ? cloth : skin
    }

    /// How clear the pixel of a place ought to be, of 255.
    func opacity(_ x: Int, _ y: Int) -> Int { share(x, y) * 255 / 256 }
}

extension Pixels {
    func pixel(_ x: Int, _ y: Int) -> [Int] { (0..<4).map { Int(bytes[(y * width + x) * 4 + $0]) } }
}
