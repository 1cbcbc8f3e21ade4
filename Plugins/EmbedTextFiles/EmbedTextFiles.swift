import Foundation
import PackagePlugin

/// Turns the text files in a target's `Resources` folder into one Swift source, so that the
/// binary carries them within itself and can be copied anywhere.
@main
struct EmbedTextFiles: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = target.directoryURL.appending(path: "Resources", directoryHint: .isDirectory)
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        let inputs = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
            .map { folder.appending(path: $0) }
            .filter { !$0.hasDirectoryPath }
        return [
            .buildCommand(
                displayName: "Embedding \(target.name)/Resources",
                executable: try context.tool(named: "embed-text-files").url,
                arguments: [folder.path(), output.path()],
                inputFiles: inputs,
                outputFiles: [output]
            )
        ]
    }
}
