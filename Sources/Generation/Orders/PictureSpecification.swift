public import CharacterArt

/// One picture that a generator is asked for: the character, and how large and how carefully it is drawn.
public struct PictureSpecification: Hashable, Sendable {
    /// The character.
    public var options: CharacterOptions
    /// How large the picture is.
    public var size: PictureSize
    /// How carefully it is drawn.
    public var quality: PictureQuality

    /// A picture of a character.
    public init(_ options: CharacterOptions, size: PictureSize = .standard, quality: PictureQuality = .medium) {
        self.options = options
        self.size = size
        self.quality = quality
    }
}

/// How large a picture is: square, as all of them are. Stored: never change a raw value.
public enum PictureSize: String, Codable, Hashable, Sendable, CaseIterable {
    case side1024 = "1024x1024"
    case side2048 = "2048x2048"

    /// What an order is for that names no size; every generator draws it.
    public static let standard = PictureSize.side1024

    /// The length of a side, in pixels.
    public var side: Int {
        switch self {
        case .side1024: 1_024
        case .side2048: 2_048
        }
    }
}

/// How carefully a picture is drawn, by a generator that can choose. Stored: never change a raw value.
public enum PictureQuality: String, Codable, Hashable, Sendable, CaseIterable {
    case low
    case medium
    case high
}
