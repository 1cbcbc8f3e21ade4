import CharacterArt

/// The colour of a background that is to be removed: one that the character does not have.
enum KeyColor: String, CaseIterable, Sendable {
    case green
    case magenta
    case blue

    /// The one that the looks of a character leave free, or else the one that they have least of.
    init(for options: CharacterOptions) {
        // Of equals the first: of green, skin and hair have least.
        self = Self.allCases.min { $0.presence(in: options) < $1.presence(in: options) } ?? .green
    }

    /// How it is named in a prompt.
    var words: String {
        switch self {
        case .green: "pure bright green (#00FF00)"
        case .magenta: "pure bright magenta (#FF00FF)"
        case .blue: "pure bright blue (#0000FF)"
        }
    }

    /// How much of the colour a character has; 0 if none. Eyes are small, garments and hair are not.
    func presence(in options: CharacterOptions) -> Int {
        presence(of: options.clothingColor) + presence(of: options.hairColor) + presence(of: options.eyeColor)
    }

    private func presence(of color: ClothingColor) -> Int {
        switch (self, color) {
        case (.green, .green), (.blue, .blue), (.blue, .navy), (.magenta, .pink), (.magenta, .purple): 4
        case (.green, .teal), (.blue, .purple), (.blue, .teal): 2
        default: 0
        }
    }

    private func presence(of color: HairColor) -> Int {
        switch (self, color) {
        case (.blue, .blue), (.magenta, .purple): 4
        case (.blue, .purple): 2
        default: 0
        }
    }

    private func presence(of color: EyeColor) -> Int {
        switch (self, color) {
        case (.green, .green), (.green, .hazel), (.blue, .blue): 1
        default: 0
        }
    }

    /// By how much a colour is more of this one than of any other: 0 or less of greys and of others.
    func excess(red: Int, green: Int, blue: Int) -> Int {
        switch self {
        case .green: green - max(red, blue)
        case .magenta: min(red, blue) - green
        case .blue: blue - max(red, green)
        }
    }

    /// A colour without what it has too much of this one.
    func removed(from color: SIMD3<Int>) -> SIMD3<Int> {
        let excess = max(0, excess(red: color.x, green: color.y, blue: color.z))
        return switch self {
        case .green: color &- SIMD3(0, excess, 0)
        case .magenta: color &- SIMD3(excess, 0, excess)
        case .blue: color &- SIMD3(0, 0, excess)
        }
    }
}
