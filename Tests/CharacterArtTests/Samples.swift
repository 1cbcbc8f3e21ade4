import CharacterArt

extension CharacterOptions {
    /// A look to vary.
    static let sample = CharacterOptions(
        skinTone: .medium, hairStyle: .bob, hairColor: .auburn, clothing: .hoodie, clothingColor: .teal,
        eyeColor: .green)

    func with<Value>(_ path: WritableKeyPath<CharacterOptions, Value>, _ value: Value) -> CharacterOptions {
        var copy = self
        copy[keyPath: path] = value
        return copy
    }
}

extension [String: FieldValue] {
    /// The required fields, as a client sends them.
    static let sample: [String: FieldValue] = [
        "skinTone": .string("medium"), "hairStyle": .string("bob"), "hairColor": .string("auburn"),
        "clothing": .string("hoodie"), "clothingColor": .string("teal"), "eyeColor": .string("green"),
    ]

    func with(_ field: String, _ value: FieldValue) -> Self {
        merging([field: value]) { _, new in new }
    }
}

/// Every combination of headwear there is, and none.
let headwear: [Accessories] = [.none, [.cap], [.beanie]]
