import ArgumentParser
import SQLiteStore

/// `scrip migrate`: brings the data file up to this version.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the data up to this version. serve does it too; this does no more.")

    @OptionGroup var data: DataOptions
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        try await orFail {
            let settings = try data.settings()
            let folder = DataFolder(path: settings.dataDirectory)
            try folder.create()
            let pending = try SQLiteDatabase.pendingMigrations(path: folder.databaseFile)
            try SQLiteDatabase(path: folder.databaseFile, role: .guest).close()
            if json { return try Output.json(["applied": pending]) }
            for name in pending { print("applied \(name)") }
            if pending.isEmpty { print("up to date") }
        }
    }
}
