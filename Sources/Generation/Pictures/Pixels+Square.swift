extension Pixels {
    /// A square: of a picture with a clear background by adding to it, of any other by cutting its middle
    /// out.
    func squared() -> Pixels {
        guard width != height else { return self }
        return hasAlpha ? placed(on: max(width, height)) : placed(on: min(width, height))
    }

    /// The picture in the middle of a clear square; what does not fit is cut off.
    private func placed(on side: Int) -> Pixels {
        var square = Pixels(width: side, height: side, red: 0, green: 0, blue: 0, alpha: 0)
        square.hasAlpha = hasAlpha
        let (left, top) = ((side - width) / 2, (side - height) / 2)
        let columns = max(0, -left)..<min(width, side - left)
        for y in max(0, -top)..<min(height, side - top) {
            let from = (y * width + columns.lowerBound) * 4
            let to = ((y + top) * side + columns.lowerBound + left) * 4
            square.bytes.replaceSubrange(
                to..<to + columns.count * 4, with: bytes[from..<from + columns.count * 4])
        }
        return square
    }

    /// A square picture, enlarged by bilinear interpolation of colours multiplied by alpha.
    func enlarged(to side: Int) -> Pixels {
        var result = Pixels(width: side, height: side, red: 0, green: 0, blue: 0, alpha: 0)
        result.hasAlpha = hasAlpha
        let steps = (0..<side).map { Step(at: $0, of: side, in: width) }
        for y in 0..<side {
            for x in 0..<side {
                result.set(mixed(steps[x], steps[y]), at: (y * side + x) * 4)
            }
        }
        return result
    }

    /// Between which two pixels of the smaller picture one of the larger lies, and how near to the second,
    /// in 256ths.
    private struct Step {
        let first: Int
        let second: Int
        let share: Int

        init(at position: Int, of side: Int, in smaller: Int) {
            let place = max(0, ((2 * position + 1) * smaller * 128) / side - 128)
            first = min(place / 256, smaller - 1)
            second = min(first + 1, smaller - 1)
            share = place % 256
        }
    }

    private func mixed(_ x: Step, _ y: Step) -> SIMD4<Int> {
        let above = weighed(x.first, y.first, 256 - x.share) &+ weighed(x.second, y.first, x.share)
        let below = weighed(x.first, y.second, 256 - x.share) &+ weighed(x.second, y.second, x.share)
        let sum = above &* (256 - y.share) &+ below &* y.share
        guard sum.w > 0 else { return .zero }
        return SIMD4(sum.x / sum.w, sum.y / sum.w, sum.z / sum.w, (sum.w + 32_768) / 65_536)
    }

    /// A pixel's colours multiplied by its alpha, and its alpha, by so much.
    private func weighed(_ x: Int, _ y: Int, _ weight: Int) -> SIMD4<Int> {
        let start = (y * width + x) * 4
        let color = SIMD4(Int(bytes[start]), Int(bytes[start + 1]), Int(bytes[start + 2]), 1)
        return color &* (Int(bytes[start + 3]) * weight)
    }

    private mutating func set(_ value: SIMD4<Int>, at start: Int) {
        bytes[start] = UInt8(clamping: value.x)
        bytes[start + 1] = UInt8(clamping: value.y)
        bytes[start + 2] = UInt8(clamping: value.z)
        bytes[start + 3] = UInt8(clamping: value.w)
    }
}
