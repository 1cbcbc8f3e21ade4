/// Numbers that look random and are the same for the same seed, in every release.
///
/// SplitMix64, from Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number of the range, to three decimals.
    mutating func number(in range: ClosedRange<Double>) -> Double {
        let step = Double(next() % 1001) / 1000
        return range.lowerBound + step * (range.upperBound - range.lowerBound)
    }

    /// One of some choices, each as likely; there must be at least one.
    mutating func choice<Element>(of choices: [Element]) -> Element {
        choices[Int(next() % UInt64(choices.count))]
    }
}
