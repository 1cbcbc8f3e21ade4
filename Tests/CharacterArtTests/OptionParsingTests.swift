import CharacterArt
import Foundation
import Testing

@Suite struct OptionParsingTests {
    @Test func `reads the required fields and fills in the defaults`() throws {
        let options = try CharacterOptions(fields: .sample)
        #expect(options == .sample)
        #expect(options.gender == .female)
        #expect(options.ageGroup == .teen)
        #expect(options.accessories == .none)
        #expect(options.transparent)
        #expect(options.seed == 0)
    }

    @Test func `reads every field of a JSON body`() throws {
        let body = """
            {"gender":"male","ageGroup":"young_adult","skinTone":"deep","hairStyle":"afro","hairColor":"dark_blonde",
            "clothing":"buttonup","clothingColor":"orange","eyeColor":"hazel","accessories":["cap","glasses"],
            "transparent":false,"seed":7,"cache":true,"nested":{"a":[1,2.5,null]}}
            """
        let fields = try JSONDecoder().decode([String: FieldValue].self, from: Data(body.utf8))
        #expect(fields["nested"] == .object(["a": .array([.integer(1), .number(2.5), .null])]))
        let options = try CharacterOptions(fields: fields)
        #expect(
            options
                == CharacterOptions(
                    gender: .male, ageGroup: .youngAdult, skinTone: .deep, hairStyle: .afro, hairColor: .darkBlonde,
                    clothing: .buttonup, clothingColor: .orange, eyeColor: .hazel, accessories: [.glasses, .cap],
                    transparent: false, seed: 7))
    }

    @Test(arguments: ["skinTone", "hairStyle", "hairColor", "clothing", "clothingColor", "eyeColor"])
    func `refuses a body without a required field, and one where it is null`(field: String) {
        var fields = [String: FieldValue].sample
        fields[field] = nil
        let missing = refusal(of: fields)
        #expect(missing?.field == field)
        #expect(missing?.problem == .missing)
        #expect(missing?.message.hasPrefix("\(field) is missing; it must be one of ") == true)
        #expect(refusal(of: fields.with(field, .null)) == missing)
    }

    @Test(arguments: [
        "gender", "ageGroup", "skinTone", "hairStyle", "hairColor", "clothing", "clothingColor", "eyeColor",
        "accessories",
    ])
    func `refuses a value that is not one of the field's, and lists them`(field: String) {
        let refused = refusal(of: .sample.with(field, .string("mohawk")))
        #expect(refused?.field == field)
        #expect(refused?.problem == .unknownValue(got: "mohawk"))
        let listed = OptionCatalogue.options.first { $0.field == field }?.values.map(\.name)
        #expect(refused?.allowed == listed)
        #expect(refused?.message.hasSuffix("; got \"mohawk\".") == true)
    }

    @Test(arguments: OptionCatalogue.options.map(\.field))
    func `refuses a value of another type`(field: String) {
        let refused = refusal(of: .sample.with(field, .object([:])))
        #expect(refused?.field == field)
        #expect(refused?.problem == .wrongType(got: "an object"))
    }

    @Test func `says the whole of it in one sentence`() {
        #expect(
            refusal(of: .sample.with("gender", .string("robot")))?.message
                == "gender must be one of male, female; got \"robot\".")
        #expect(
            refusal(of: .sample.with("transparent", .string("yes")))?.message
                == "transparent must be one of true, false; got a string.")
        #expect(
            refusal(of: .sample.with("seed", .integer(-1)))?.message
                == "seed must be a whole number from 0 to 4294967295; got \"-1\".")
    }

    @Test func `reports the first wrong field in the order of the table`() {
        let fields: [String: FieldValue] = ["eyeColor": .string("red"), "gender": .bool(true)]
        #expect(refusal(of: fields)?.field == "gender")
        #expect(refusal(of: fields.with("gender", .string("male")))?.field == "skinTone")
    }

    @Test(arguments: [
        ("a\u{0}b\n\u{202E}c", "a?b??c"),
        ("<script>\"", "?script??"),
        (String(repeating: "x", count: 1000), String(repeating: "x", count: 40) + "…"),
    ])
    func `repeats a client's value only cut short and without what could do harm`(sent: String, repeated: String) {
        #expect(refusal(of: .sample.with("hairStyle", .string(sent)))?.problem == .unknownValue(got: repeated))
    }

    @Test(arguments: ["", "Male", " male", "male "])
    func `takes values as they are written and no other way`(value: String) {
        #expect(refusal(of: .sample.with("gender", .string(value)))?.field == "gender")
    }

    private func refusal(of fields: [String: FieldValue]) -> InvalidOption? {
        do throws(InvalidOption) {
            _ = try CharacterOptions(fields: fields)
            return nil
        } catch {
            return error
        }
    }
}
