import Foundation

/// Writes a Swift source with one string per file of a folder, keyed by the path within it.
@main
enum EmbedTextFiles {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: embed-text-files FOLDER OUTPUT\n".utf8))
            exit(64)
        }
        try source(of: URL(filePath: arguments[1])).write(
            to: URL(filePath: arguments[2]), atomically: true, encoding: .utf8)
    }

    static func source(of folder: URL) throws -> String {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted()
        var lines = ["enum EmbeddedFiles {", "    static let all: [String: String] = ["]
        for path in paths {
            var isFolder: ObjCBool = false
            let file = folder.appending(path: path)
            guard FileManager.default.fileExists(atPath: file.path(), isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            // Three pound signs: nothing that an SVG, a page or a style sheet contains ends it.
            lines.append("        \"\(path)\": ###\"\"\"\n\(text)\n\"\"\"###,")
        }
        lines += ["    ]", "}", ""]
        return lines.joined(separator: "\n")
    }
}
