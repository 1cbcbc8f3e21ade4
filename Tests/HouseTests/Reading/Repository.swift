import Foundation

/// The files of this repository, as git sees them: tracked, or new and not ignored.
enum Repository {
    /// The folder that holds the manifest of the package `scrip`.
    ///
    /// Symbolic links are followed first, so that the tests also run from a package that links here.
    static let root: URL = {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        while folder.path() != "/" {
            folder = folder.deletingLastPathComponent().standardizedFileURL
            let manifest = try? String(contentsOf: folder.appending(path: "Package.swift"), encoding: .utf8)
            if let manifest, manifest.contains("name: \"scrip\"") { return folder }
        }
        preconditionFailure("No folder above \(#filePath) holds the manifest of the package scrip.")
    }()

    /// Every text file; what isn't UTF-8 or holds a NUL is taken for binary and left out.
    static func textFiles() throws -> [TextFile] { try readOnce.get() }

    /// The text files under `Sources`.
    static func sources() throws -> [TextFile] {
        try textFiles().filter { $0.target != nil }
    }

    static func file(_ path: String) throws -> TextFile {
        TextFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }

    /// The paths of all files that exist, relative to the root.
    static func paths() throws -> [String] { try listedOnce.get() }

    private static let readOnce = Result {
        try paths().compactMap { path -> TextFile? in
            let data = try Data(contentsOf: root.appending(path: path))
            guard !data.contains(0), let text = String(data: data, encoding: .utf8) else { return nil }
            return TextFile(path: path, text: text)
        }
    }

    private static let listedOnce = Result {
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = [
            // A checkout that belongs to another user, as in a container, may be read all the same.
            "git", "-c", "safe.directory=*", "-C", root.path(percentEncoded: false),
            "ls-files", "-z", "--cached", "--others", "--exclude-standard",
        ]
        let output = Pipe()
        git.standardOutput = output
        git.standardInput = FileHandle.nullDevice
        try git.run()
        let listing = try output.fileHandleForReading.readToEnd() ?? Data()
        git.waitUntilExit()
        guard git.terminationStatus == 0 else { throw ListingFailed(status: git.terminationStatus) }
        return Set(listing.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }).filter(isFile).sorted()
    }

    /// Whether a path leads to a file: a tracked one may have been deleted, a submodule is a folder.
    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let absolute = root.appending(path: path).path(percentEncoded: false)
        return FileManager.default.fileExists(atPath: absolute, isDirectory: &isFolder) && !isFolder.boolValue
    }

    struct ListingFailed: Error, CustomStringConvertible {
        let status: Int32
        var description: String { "git could not list the files of \(root.path()) (status \(status))." }
    }
}
