/// Makes a plain background of a known colour clear, with soft edges and without a rim of its colour.
///
/// What is background is found from the edge inwards, so that a spot of the same colour on the character
/// stays. Where both meet, a pixel is a mixture of the two. How much of it is background follows from where
/// its colour lies between that of the background and that of the character beside it; or, where the
/// character is too thin to have a colour of its own, from how much more of the key colour it has than a
/// character has (P. Vlahos, "Comprehensive electronic compositing system", US patent 4,100,569, 1978).
/// That much is taken out again.
struct ChromaKey {
    private let color: KeyColor
    private let source: Pixels
    private let background: SIMD3<Int>
    /// By how much the background is more of the key colour than of any other.
    private let strength: Int

    /// The picture without its background; `nil` if that is not plain, or cannot be told from the character.
    static func removing(_ color: KeyColor, from pixels: Pixels) -> Pixels? {
        ChromaKey(color, pixels)?.removed()
    }

    private init?(_ color: KeyColor, _ pixels: Pixels) {
        self.color = color
        source = pixels
        let edge = pixels.edge
        background = Self.median(of: edge, in: pixels)
        strength = color.excess(red: background.x, green: background.y, blue: background.z)
        guard strength >= Self.smallestStrength else { return nil }
        let plain = edge.count { isNearBackground($0) }
        guard plain * 100 >= edge.count * Self.smallestPlainShare else { return nil }
    }

    /// Below this the background is hardly of the colour that was asked for, of 255.
    private static let smallestStrength = 96
    /// How much of the edge has to be of the background's colour, in percent; hair may reach it.
    private static let smallestPlainShare = 80
    /// How far a colour may be from the background's and still be it, of 255 in each channel.
    private static let tolerance = 48
    /// A pixel with so much of the key colour is background rather than character, of 256.
    private static let half = 128
    /// The noise of a plain background, of 256.
    private static let noise = 26

    private static func median(of places: [Int], in pixels: Pixels) -> SIMD3<Int> {
        func middle(_ channel: Int) -> Int {
            let values = places.map { pixels.bytes[$0 * 4 + channel] }.sorted()
            return Int(values[values.count / 2])
        }
        return SIMD3(middle(0), middle(1), middle(2))
    }

    private func removed() -> Pixels? {
        var region = [Bool](repeating: false, count: source.width * source.height)
        let outside = flood(from: source.edge, into: &region)
        let enclosed = floodEnclosed(into: &region)
        let total = region.count
        // All or nothing is no cut-out, and a character is not full of holes.
        guard (5...95).contains(outside * 100 / total), enclosed * 20 <= total, keepsItsMiddle(region) else {
            return nil
        }
        return cut(region)
    }

    // MARK: - What is background

    /// Marks what is connected with some places and of the key colour; returns how much that is.
    private func flood(from places: [Int], into region: inout [Bool]) -> Int {
        var open: [Int32] = []
        var count = 0
        func take(_ place: Int) {
            guard !region[place], share(at: place) >= Self.half else { return }
            region[place] = true
            count += 1
            open.append(Int32(place))
        }
        for place in places { take(place) }
        while let place = open.popLast() { eachNeighbour(of: Int(place), take) }
        return count
    }

    /// Marks background that the character encloses, as between an arm and the body: large enough, and
    /// exactly of the background's colour.
    private func floodEnclosed(into region: inout [Bool]) -> Int {
        let smallest = max(16, region.count / 8_192)
        var seen = region
        var total = 0
        for place in region.indices where !seen[place] && isNearBackground(place) {
            let part = part(around: place, &seen)
            let near = part.count { isNearBackground(Int($0)) }
            guard part.count >= smallest, near * 2 > part.count else { continue }
            for next in part { region[Int(next)] = true }
            total += part.count
        }
        return total
    }

    /// What is connected with a place and of the key colour; marks it as seen.
    private func part(around place: Int, _ seen: inout [Bool]) -> [Int32] {
        var part: [Int32] = []
        func take(_ place: Int) {
            guard !seen[place], share(at: place) >= Self.half else { return }
            seen[place] = true
            part.append(Int32(place))
        }
        take(place)
        var next = 0
        while next < part.count {
            eachNeighbour(of: Int(part[next]), take)
            next += 1
        }
        return part
    }

    /// Whether nearly all of where a head and its neck are is still there.
    private func keepsItsMiddle(_ region: [Bool]) -> Bool {
        let columns = source.width * 2 / 5..<max(source.width * 2 / 5 + 1, source.width * 3 / 5)
        let rows = source.height * 2 / 5..<max(source.height * 2 / 5 + 1, source.height * 4 / 5)
        let lost = rows.reduce(0) { sum, y in sum + columns.count { region[y * source.width + $0] } }
        return lost * 10 <= rows.count * columns.count
    }

    private func eachNeighbour(of place: Int, _ body: (Int) -> Void) {
        let x = place % source.width
        if x > 0 { body(place - 1) }
        if x < source.width - 1 { body(place + 1) }
        if place >= source.width { body(place - source.width) }
        if place + source.width < source.width * source.height { body(place + source.width) }
    }

    private func color(at place: Int) -> SIMD3<Int> {
        let start = place * 4
        return SIMD3(Int(source.bytes[start]), Int(source.bytes[start + 1]), Int(source.bytes[start + 2]))
    }

    /// How much of a pixel is background, of 256.
    private func share(at place: Int) -> Int {
        let color = color(at: place)
        let excess = self.color.excess(red: color.x, green: color.y, blue: color.z)
        return min(256, max(0, excess * 256 / strength))
    }

    private func isNearBackground(_ place: Int) -> Bool {
        let difference = color(at: place) &- background
        return max(abs(difference.x), abs(difference.y), abs(difference.z)) <= Self.tolerance
    }

    // MARK: - Taking it out

    private func cut(_ region: [Bool]) -> Pixels {
        var result = source
        result.hasAlpha = true
        let distances = distances(from: region)
        let nearest = nearestCharacter(distances)
        for place in region.indices where distances[place] <= rim {
            if nearest[place] >= 0 {
                separate(place, from: color(at: Int(nearest[place])), in: &result)
            } else {
                let share = share(at: place)
                let alpha = distances[place] <= soft ? opacity(share) : 256
                write(unmixed(color(at: place), share), alpha: alpha, at: place, of: &result)
            }
        }
        return result
    }

    /// How far the background's colour reaches into the character, in pixels.
    private var rim: UInt8 { UInt8(clamping: max(4, min(source.width, source.height) / 128)) }

    /// How far both are mixed on each side of the border between them, in pixels.
    private var soft: UInt8 { rim / 2 }

    /// How far each pixel is from the background, up to the rim; beyond it 255.
    private func distances(from region: [Bool]) -> [UInt8] {
        var distances = region.map { $0 ? 0 : UInt8.max }
        var front: [Int32] = []
        for place in region.indices where region[place] {
            var isRim = false
            eachNeighbour(of: place) { if !region[$0] { isRim = true } }
            if isRim { front.append(Int32(place)) }
        }
        for distance in 1...rim {
            var next: [Int32] = []
            for place in front {
                eachNeighbour(of: Int(place)) { neighbour in
                    guard distances[neighbour] == .max else { return }
                    distances[neighbour] = distance
                    next.append(Int32(neighbour))
                }
            }
            front = next
        }
        return distances
    }

    /// For each pixel near the border the nearest one that is character alone; -1 where none is near.
    private func nearestCharacter(_ distances: [UInt8]) -> [Int32] {
        var nearest = [Int32](repeating: -1, count: distances.count)
        var front = distances.indices.filter { distances[$0] == soft + 1 }.map { Int32($0) }
        for place in front { nearest[Int(place)] = place }
        let start = front
        for _ in 0..<2 * soft {
            var next: [Int32] = []
            for place in front {
                eachNeighbour(of: Int(place)) { neighbour in
                    guard distances[neighbour] <= soft, nearest[neighbour] < 0 else { return }
                    nearest[neighbour] = nearest[Int(place)]
                    next.append(Int32(neighbour))
                }
            }
            front = next
        }
        for place in start { nearest[Int(place)] = -1 }
        return nearest
    }

    /// Takes a pixel for a mixture of the background and of a colour of the character.
    private func separate(_ place: Int, from character: SIMD3<Int>, in pixels: inout Pixels) {
        let (color, way) = (color(at: place), character &- background)
        let length = max(1, dot(way, way))
        let share = 256 - min(256, max(0, dot(color &- background, way) * 256 / length))
        // Of little that is there the colour cannot be known: it is that of what it belongs to.
        let own = share > Self.half ? character : unmixed(color, share)
        write(own, alpha: opacity(share), at: place, of: &pixels)
    }

    private func dot(_ left: SIMD3<Int>, _ right: SIMD3<Int>) -> Int { (left &* right).wrappedSum() }

    /// How much of a pixel is character, of 256, without the noise of either.
    private func opacity(_ share: Int) -> Int {
        min(256, max(0, (256 - share - Self.noise) * 256 / (256 - 2 * Self.noise)))
    }

    /// What remains of a colour without the background's part in it, and without its colour.
    private func unmixed(_ color: SIMD3<Int>, _ share: Int) -> SIMD3<Int> {
        guard share > 0, share < 256 else { return color }
        let rest = (color &* 256 &- background &* share) / SIMD3(repeating: 256 - share)
        let bounded = rest.clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 255))
        return self.color.removed(from: bounded)
    }

    private func write(_ color: SIMD3<Int>, alpha: Int, at place: Int, of pixels: inout Pixels) {
        // What nobody sees has no colour either, so that it packs well and shows nothing when scaled.
        let color = alpha == 0 ? .zero : color
        let start = place * 4
        pixels.bytes[start] = UInt8(clamping: color.x)
        pixels.bytes[start + 1] = UInt8(clamping: color.y)
        pixels.bytes[start + 2] = UInt8(clamping: color.z)
        pixels.bytes[start + 3] = UInt8(clamping: (alpha * 255 + 128) / 256)
    }
}
