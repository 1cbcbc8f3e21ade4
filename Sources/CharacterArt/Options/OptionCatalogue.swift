/// Every option with its values, from which a page, a form or a command's help can be rendered.
public enum OptionCatalogue {
    /// The options in the order in which they are validated.
    public static let options: [OptionDescription] = [
        .choice("gender", "Gender", default: Gender.female),
        .choice("ageGroup", "Age", default: AgeGroup.teen),
        .choice("skinTone", "Skin tone", SkinTone.self, swatches: "skin"),
        .choice("hairStyle", "Hair style", HairStyle.self),
        .choice("hairColor", "Hair colour", HairColor.self, swatches: "hair"),
        .choice("clothing", "Clothing", Clothing.self),
        .choice("clothingColor", "Clothing colour", ClothingColor.self, swatches: "cloth"),
        .choice("eyeColor", "Eye colour", EyeColor.self, swatches: "eye"),
        OptionDescription(
            field: "accessories", label: "Accessories", kind: .choices, isRequired: false,
            defaultValue: Accessory.none.rawValue, values: OptionDescription.values(Accessory.self)),
        OptionDescription(
            field: "transparent", label: "Transparent background", kind: .flag, isRequired: false,
            defaultValue: "true", values: []),
        OptionDescription(
            field: "seed", label: "Variation", kind: .number, isRequired: false,
            defaultValue: "0", values: []),
    ]
}
