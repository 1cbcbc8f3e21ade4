import Foundation

/// The tones of every colour that can be chosen, by family ("hair"), colour ("auburn") and tone ("shade").
struct Palette: Sendable, Decodable {
    private let families: [String: [String: [String: String]]]

    /// The palette among the embedded files; `nil` only if that file is broken, which drawing reports.
    static var embedded: Palette? {
        switch ArtLibrary.embedded {
        case .success(let library): library.palette
        case .failure: nil
        }
    }

    init(from decoder: any Decoder) throws {
        families = try decoder.singleValueContainer().decode([String: [String: [String: String]]].self)
    }

    /// The colour that stands for a whole colour of a family, as `#rrggbb`.
    func swatch(of color: String, in family: String) -> String? {
        families[family]?[color]?["base"]
    }

    /// The tones of a colour, named as the parts name them: `hair-shade`.
    func tones(of color: String, in family: String) throws(IllustratorError) -> [String: String] {
        guard let tones = families[family]?[color] else {
            throw .malformedFile("palette.json", reason: "it has no \(family) of the colour \(color)")
        }
        return Dictionary(uniqueKeysWithValues: tones.map { tone, hex in ("\(family)-\(tone)", hex) })
    }
}
