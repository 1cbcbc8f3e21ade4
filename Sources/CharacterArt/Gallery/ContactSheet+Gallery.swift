extension ContactSheet {
    /// One sheet for every theme; together they show every value of every option.
    public static let gallery = [
        hair, hairByGender, ages, garments, eyesAndSkin, accessories, seeds,
    ]

    /// A look to vary: everything that a theme does not name.
    private static let plain = CharacterOptions(
        skinTone: .light, hairStyle: .bob, hairColor: .brown, clothing: .tshirt, clothingColor: .teal,
        eyeColor: .green)

    private static let hair = grid("hair", HairColor.allCases, HairStyle.allCases) { color, style, options in
        options.hairColor = color
        options.hairStyle = style
    }

    private static let hairByGender = grid("hair-by-gender", Gender.allCases, HairStyle.allCases) {
        gender, style, options in
        options.gender = gender
        options.hairStyle = style
        options.clothing = .henley
    }

    private static let ages = grid("ages", Gender.allCases, AgeGroup.allCases) { gender, age, options in
        options.gender = gender
        options.ageGroup = age
        options.hairStyle = .sidepart
        options.clothing = .hoodie
    }

    private static let garments = grid("garments", ClothingColor.allCases, Clothing.allCases) {
        color, clothing, options in
        options.clothingColor = color
        options.clothing = clothing
        options.hairStyle = .buns
    }

    private static let eyesAndSkin = grid("eyes-and-skin", EyeColor.allCases, SkinTone.allCases) {
        eyes, skin, options in
        options.eyeColor = eyes
        options.skinTone = skin
        options.hairStyle = .pixie
        options.hairColor = .darkBrown
    }

    private static let accessories = grid("accessories", worn, HairStyle.allCases) { worn, style, options in
        options.accessories = Accessories(worn.accessories)
        options.hairStyle = style
        options.clothingColor = .orange
    }

    private static let seeds = ContactSheet(
        name: "seeds", columns: 8,
        cells: (0..<40).map { seed in
            var options = plain
            options.seed = UInt32(seed)
            options.gender = seed.isMultiple(of: 2) ? .female : .male
            options.hairStyle = seed.isMultiple(of: 2) ? .ponytail : .messy
            return Cell(caption: "seed \(seed)", options: options)
        })

    /// One row for each of the first values, one column for each of the second.
    private static func grid<Row: Captioned, Column: Captioned>(
        _ name: String, _ rows: [Row], _ columns: [Column],
        vary: (Row, Column, inout CharacterOptions) -> Void
    ) -> ContactSheet {
        let cells = rows.flatMap { row in
            columns.map { column in
                var options = plain
                vary(row, column, &options)
                return Cell(caption: row.caption + " · " + column.caption, options: options)
            }
        }
        return ContactSheet(name: name, columns: columns.count, cells: cells)
    }

    private static let worn = [
        Worn(accessories: [.glasses]),
        Worn(accessories: [.sunglasses]),
        Worn(accessories: [.headphones]),
        Worn(accessories: [.cap]),
        Worn(accessories: [.beanie]),
        Worn(accessories: [.cap, .headphones, .glasses]),
        Worn(accessories: [.beanie, .headphones, .sunglasses]),
    ]
}
