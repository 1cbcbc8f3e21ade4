/// Something that a row or a column of a contact sheet stands for.
protocol Captioned {
    var caption: String { get }
}

extension Captioned where Self: OptionValue {
    var caption: String { rawValue }
}

extension Gender: Captioned {}
extension AgeGroup: Captioned {}
extension SkinTone: Captioned {}
extension HairStyle: Captioned {}
extension HairColor: Captioned {}
extension Clothing: Captioned {}
extension ClothingColor: Captioned {}
extension EyeColor: Captioned {}

/// Accessories worn together.
struct Worn: Captioned {
    let accessories: [Accessory]

    var caption: String { accessories.map(\.rawValue).joined(separator: "+") }
}
