import Foundation

/// Where one contestant keeps its files.
struct RaceFolder: Sendable {
    let path: String

    /// A new folder among the system's temporary ones.
    static func temporary() -> RaceFolder {
        RaceFolder(path: FileManager.default.temporaryDirectory.path() + "/the-race-\(UUID().uuidString.lowercased())")
    }

    /// The path of a file in it.
    func file(_ name: String) -> String { path + "/" + name }

    /// Makes a folder in it.
    func making(_ name: String) throws -> RaceFolder {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
        return RaceFolder(path: file(name))
    }

    /// Removes it and all that is in it.
    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
    }
}
