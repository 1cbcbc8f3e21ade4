import CBaseline
import Foundation

/// The folder for the benchmarks' files: on a real disk, so that durable means durable, and emptied after.
struct Scratch {
    private let folder: String

    /// Makes the folder anew.
    init(folder: String) throws {
        self.folder = folder
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// The path of a data file in a fresh folder of its own.
    func freshFile(_ name: String) throws -> String {
        let own = folder + "/" + name
        try? FileManager.default.removeItem(atPath: own)
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        return own + "/ledger.db"
    }

    /// A copy of a data file that no one has open, and of the log that may be beside it, in a fresh folder.
    func copy(of file: String, as name: String) throws -> String {
        let copy = try freshFile(name)
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: file + suffix) {
            try FileManager.default.copyItem(atPath: file + suffix, toPath: copy + suffix)
        }
        return copy
    }

    /// Removes a data file and the folder around it.
    func discard(_ file: String) throws {
        try FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent)
    }

    /// Removes everything.
    func discardAll() throws {
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Has the system forget what it keeps of a file in memory.
    static func forgetCached(_ file: String) {
        // Where it cannot be done the file is read from memory, and the figure is the better for it.
        _ = baseline_forget_cached(file)
    }
}
