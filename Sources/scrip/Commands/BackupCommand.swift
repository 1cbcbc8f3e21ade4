import ArgumentParser
import SQLiteStore

/// `scrip backup FILE`: copies the data while the server runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the data file, as it is at this moment, while the server runs.",
        discussion: "The copy has accounts, keys and the whole ledger. To restore it, put it into a data folder as "
            + "scrip.sqlite, with the secret.key and the images of the old one.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The file to write; it must not be there yet.") var file: String

    func run() async throws {
        try await orFail {
            let folder = DataFolder(path: try data.settings().dataDirectory)
            try SQLiteDatabase.backUp(path: folder.databaseFile, to: file)
            Output.note(
                "\(file): a copy of \(folder.databaseFile). Keep secret.key and images/ as well, apart from it.")
        }
    }
}
