extension CharacterOptions {
    /// The options as one JSON object in UTF-8, without spaces and with its keys sorted.
    ///
    /// Equal options have equal bytes, in every release: they are stored and compared.
    public var canonicalJSON: [UInt8] {
        let fields = [
            ("accessories", "[" + accessories.worn.map { Self.quoted($0.rawValue) }.joined(separator: ",") + "]"),
            ("ageGroup", Self.quoted(ageGroup.rawValue)),
            ("clothing", Self.quoted(clothing.rawValue)),
            ("clothingColor", Self.quoted(clothingColor.rawValue)),
            ("eyeColor", Self.quoted(eyeColor.rawValue)),
            ("gender", Self.quoted(gender.rawValue)),
            ("hairColor", Self.quoted(hairColor.rawValue)),
            ("hairStyle", Self.quoted(hairStyle.rawValue)),
            ("seed", "\(seed)"),
            ("skinTone", Self.quoted(skinTone.rawValue)),
            ("transparent", "\(transparent)"),
        ]
        let members = fields.map { name, value in Self.quoted(name) + ":" + value }
        return Array(("{" + members.joined(separator: ",") + "}").utf8)
    }

    /// Names of fields and values are letters and underscores, which JSON quotes as they are.
    private static func quoted(_ name: String) -> String {
        "\"" + name + "\""
    }
}
