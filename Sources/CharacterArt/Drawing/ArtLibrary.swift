import Foundation

/// The art: every part, the palette and the proportions, read once.
struct ArtLibrary: Sendable {
    let palette: Palette
    let proportions: ProportionTable
    let parts: [String: Part]

    /// What the binary carries.
    static let embedded = Result { () throws(IllustratorError) in try ArtLibrary(files: EmbeddedFiles.all) }

    /// - Parameter files: The text of each file by its path; parts are those that end in `.svg`.
    init(files: [String: String]) throws(IllustratorError) {
        palette = try Self.read("palette.json", of: files)
        proportions = try Self.read("proportions.json", of: files)
        var parts: [String: Part] = [:]
        for (path, text) in files where path.hasSuffix(".svg") {
            let name = String(path.dropLast(4))
            parts[name] = try Part(name: name, document: text)
        }
        self.parts = parts
    }

    func part(_ name: String) throws(IllustratorError) -> Part {
        guard let part = parts[name] else { throw .missingFile(name + ".svg") }
        return part
    }

    private static func read<Value: Decodable>(
        _ path: String, of files: [String: String]
    ) throws(IllustratorError) -> Value {
        guard let text = files[path] else { throw .missingFile(path) }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw .malformedFile(path, reason: "it is not JSON of the right form")
        }
    }
}
