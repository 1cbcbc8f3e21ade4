/// Everything that decides how a character looks; equal looks are equal values.
public struct CharacterOptions: Hashable, Sendable {
    /// Sets the build, the jaw, the brows, the lashes and the lips.
    public var gender: Gender
    /// Sets the proportions.
    public var ageGroup: AgeGroup
    /// The tone of face, neck and arms.
    public var skinTone: SkinTone
    /// How the hair is cut; under a hat it is pressed down.
    public var hairStyle: HairStyle
    /// The colour of the hair and, darker, of the brows.
    public var hairColor: HairColor
    /// The garment.
    public var clothing: Clothing
    /// The main colour of the garment, and of hats and headphones.
    public var clothingColor: ClothingColor
    /// The colour of the irises.
    public var eyeColor: EyeColor
    /// What is worn besides the garment.
    public var accessories: Accessories
    /// Whether the background is clear rather than white.
    public var transparent: Bool
    /// Varies small things only, such as the smile and the tilt of the head. 0 is the plain look.
    public var seed: UInt32

    /// A character of some looks; what has a default in a request has the same one here.
    public init(
        gender: Gender = .female,
        ageGroup: AgeGroup = .teen,
        skinTone: SkinTone,
        hairStyle: HairStyle,
        hairColor: HairColor,
        clothing: Clothing,
        clothingColor: ClothingColor,
        eyeColor: EyeColor,
        accessories: Accessories = .none,
        transparent: Bool = true,
        seed: UInt32 = 0
    ) {
        self.gender = gender
        self.ageGroup = ageGroup
        self.skinTone = skinTone
        self.hairStyle = hairStyle
        self.hairColor = hairColor
        self.clothing = clothing
        self.clothingColor = clothingColor
        self.eyeColor = eyeColor
        self.accessories = accessories
        self.transparent = transparent
        self.seed = seed
    }

    /// The looks that a request's fields describe.
    ///
    /// Null counts as absent, and fields that are no options are ignored.
    /// - Throws: The first field, in the order of the properties, that is missing, of another type
    ///   or of an unknown value.
    public init(fields: [String: FieldValue]) throws(InvalidOption) {
        let fields = OptionFields(values: fields)
        self.init(
            gender: try fields.choice("gender", default: .female),
            ageGroup: try fields.choice("ageGroup", default: .teen),
            skinTone: try fields.choice("skinTone"),
            hairStyle: try fields.choice("hairStyle"),
            hairColor: try fields.choice("hairColor"),
            clothing: try fields.choice("clothing"),
            clothingColor: try fields.choice("clothingColor"),
            eyeColor: try fields.choice("eyeColor"),
            accessories: try fields.accessories("accessories"),
            transparent: try fields.flag("transparent", default: true),
            seed: try fields.seed("seed")
        )
    }
}

extension CharacterOptions: Codable {
    /// Reads as a request is read, so that what was stored before an option existed gets its default.
    public init(from decoder: any Decoder) throws {
        let fields = try [String: FieldValue](from: decoder)
        do throws(InvalidOption) {
            try self.init(fields: fields)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.message))
        }
    }
}
