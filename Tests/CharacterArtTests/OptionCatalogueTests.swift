import CharacterArt
import Foundation
import Testing

@Suite struct OptionCatalogueTests {
    @Test func `names the fields in the order in which they are validated`() {
        #expect(
            OptionCatalogue.options.map(\.field) == [
                "gender", "ageGroup", "skinTone", "hairStyle", "hairColor", "clothing", "clothingColor", "eyeColor",
                "accessories", "transparent", "seed",
            ])
    }

    @Test(arguments: OptionCatalogue.options)
    func `has a default exactly if the field may be left out`(option: OptionDescription) {
        #expect(option.isRequired == (option.defaultValue == nil))
        #expect(!option.label.isEmpty)
    }

    @Test(arguments: OptionCatalogue.options.filter { !$0.values.isEmpty })
    func `lists values that are accepted, each with a label of its own`(option: OptionDescription) throws {
        #expect(Set(option.values.map(\.label)).count == option.values.count)
        for value in option.values {
            _ = try CharacterOptions(fields: .sample.with(option.field, .string(value.name)))
        }
    }

    @Test(arguments: ["skinTone", "hairColor", "clothingColor", "eyeColor"])
    func `has a swatch of its own for every colour`(field: String) throws {
        let option = try #require(OptionCatalogue.options.first { $0.field == field })
        let swatches = option.values.compactMap(\.swatch)
        #expect(Set(swatches).count == option.values.count)
        #expect(swatches.allSatisfy { $0.wholeMatch(of: /#[0-9a-f]{6}/) != nil })
    }

    @Test func `is readable by machines`() throws {
        let bytes = try JSONEncoder().encode(OptionCatalogue.options)
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""label":"Dark brown""#))
    }
}
