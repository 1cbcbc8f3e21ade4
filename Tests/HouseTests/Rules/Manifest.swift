import Foundation

/// The manifest gives every target of Swift the same strict settings.
enum Manifest {
    private static let settings =
        [".swiftLanguageMode(.v6)", ".treatAllWarnings(as: .error)"]
        + [
            "ExistentialAny", "InferIsolatedConformances", "InternalImportsByDefault", "MemberImportVisibility",
            "NonisolatedNonsendingByDefault",
        ].map { ".enableUpcomingFeature(\"\($0)\")" }

    static func faults(in manifest: TextFile) -> [Fault] {
        let lines = manifest.lines.filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
        let loop = lines.drop { !$0.hasPrefix("for target in package.targets") }
        guard !loop.isEmpty else {
            return [manifest.fault(line: manifest.lineCount, "the loop that gives every target its settings is gone")]
        }
        let missing = settings.filter { setting in !loop.contains { $0.contains(setting) } }.map {
            manifest.fault(line: manifest.lineCount, "the closing loop lacks \($0); put it back")
        }
        let own = manifest.lines.enumerated().filter { $0.element.contains("swiftSettings:") }.map { index, _ in
            manifest.fault(line: index + 1, "a target has settings of its own; give them to all, in the closing loop")
        }
        return missing + own
    }
}
