/// The small things that a seed varies: the smile, the brows, the head's tilt, a mark of the skin.
struct Expression: Hashable, Sendable {
    /// The mouths that there are parts for.
    static let mouths = ["smile", "grin", "soft", "smirk"]
    /// The marks of the skin that there are parts for.
    static let marks = ["freckles", "beauty-mark"]
    /// The loose strands that there are parts for.
    static let strands = ["strand-left", "strand-right"]

    var mouth = "smile"
    /// Degrees by which the outer ends of the brows are raised.
    var browTilt = 0.0
    /// Units by which the brows are raised.
    var browLift = 0.0
    /// Degrees, clockwise.
    var headTilt = 0.0
    var mark: String?
    var strand: String?

    /// The plain look for 0, another one for every other seed.
    init(seed: UInt32) {
        guard seed != 0 else { return }
        var generator = SeededGenerator(seed: UInt64(seed))
        mouth = generator.choice(of: Self.mouths)
        browTilt = generator.number(in: -5...4)
        browLift = generator.number(in: -3...7)
        headTilt = generator.number(in: -2.4...2.4)
        mark = generator.choice(of: [nil, nil] + Self.marks)
        strand = generator.choice(of: [nil] + Self.strands)
    }
}
