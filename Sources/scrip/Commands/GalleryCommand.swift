import ArgumentParser
import CharacterArt

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `scrip gallery`: contact sheets of many characters, to look at what the illustrator draws.
struct GalleryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery", abstract: "Draw contact sheets of many characters to a folder.")

    @Option(name: [.short, .customLong("output")], help: "The folder.") var output = "gallery"

    func run() async throws {
        try await orFail {
            try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
            for sheet in ContactSheet.gallery {
                let file = "\(output)/\(sheet.name).png"
                try Data(try sheet.draw()).write(to: URL(filePath: file), options: .atomic)
                Output.note(file)
            }
        }
    }
}
