import Foundation
import Testing

struct ManifestTests {
    @Test(arguments: ["Package.swift", "Benchmarks/Package.swift", "Examples/Package.swift"])
    func `every target is built with the strict settings`(path: String) throws {
        expectNone(Manifest.faults(in: try Repository.file(path)))
    }

    @Test(
        arguments: [
            (".swiftLanguageMode(.v6)", ""), ("\"ExistentialAny\"", "\"BareSlashRegexLiterals\""),
            (".treatAllWarnings(as: .error)", "// .treatAllWarnings(as: .error)"),
            ("for target in", "for other in"), (".target(name: \"SQL\")", ".target(name: \"SQL\", swiftSettings: [])"),
        ]
    )
    func `canary: a setting that is gone, or commented out, is found`(setting: String, replacement: String) throws {
        let text = try Repository.file("Package.swift").lines.joined(separator: "\n")
        let changed = text.replacing(setting, with: replacement)
        #expect(changed != text)
        #expect(Manifest.faults(in: TextFile(path: "Package.swift", text: changed)).count == 1)
    }
}
