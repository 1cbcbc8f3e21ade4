import ArgumentParser
import CharacterArt

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `scrip generate`: one picture to a file, without a server, an account or a charge.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Draw one picture to a file, without a server, an account or a charge.",
        discussion: GenerateCommand.valuesText)

    @Option(help: "female or male (female).") var gender: String?
    @Option(help: "The age group (teen).") var ageGroup: String?
    @Option(help: "The skin tone.") var skinTone: String?
    @Option(help: "The hair style.") var hairStyle: String?
    @Option(help: "The hair colour.") var hairColor: String?
    @Option(help: "The garment.") var clothing: String?
    @Option(help: "The garment's colour.") var clothingColor: String?
    @Option(help: "The eyes' colour.") var eyeColor: String?
    @Option(help: "Something to wear; may be given several times.") var accessories: [String] = []
    @Flag(inversion: .prefixedNo, help: "A clear background, rather than a white one.") var transparent = true
    @Option(help: "Varies details; the same number gives the same picture.") var seed: Int64?
    @Option(name: [.short, .customLong("output")], help: "Where the PNG goes.") var output = "character.png"

    func run() async throws {
        try await orFail {
            let options: CharacterOptions
            do throws(InvalidOption) { options = try CharacterOptions(fields: fields) } catch {
                throw Failure(Self.inFlags(error.message, field: error.field))
            }
            let png = try Illustrator().draw(options)
            do { try Data(png).write(to: URL(filePath: output), options: .atomic) } catch {
                throw Failure("\(output) cannot be written. Check the folder and its permissions.")
            }
            Output.note("\(output): 1024 × 1024, \(png.count / 1_024) KiB")
        }
    }

    private var fields: [String: FieldValue] {
        let texts = [
            "gender": gender, "ageGroup": ageGroup, "skinTone": skinTone, "hairStyle": hairStyle,
            "hairColor": hairColor, "clothing": clothing, "clothingColor": clothingColor, "eyeColor": eyeColor,
        ]
        var fields = texts.compactMapValues { $0.map(FieldValue.string) }
        fields["accessories"] = .array(accessories.map(FieldValue.string))
        fields["transparent"] = .bool(transparent)
        fields["seed"] = seed.map(FieldValue.integer)
        return fields
    }

    /// The message with the flag's name, as the person typed it, in the place of the field's.
    private static func inFlags(_ message: String, field: String) -> String {
        message.replacing(field, with: flag(of: field), maxReplacements: 1)
    }

    private static func flag(of field: String) -> String {
        "--" + field.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }

    private static var valuesText: String {
        OptionCatalogue.options.filter { !$0.values.isEmpty }
            .map { "\(flag(of: $0.field)): \($0.values.map(\.name).joined(separator: ", "))" }
            .joined(separator: "\n")
    }
}
