import ArgumentParser

/// Sells AI generations by the credit, and charges for each exactly once.
@main
struct Scrip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scrip",
        abstract: "Sells AI generations by the credit, and charges for each exactly once.",
        discussion: "Commands work on the same data as a running server, at the same time. They find it as the "
            + "server does: --data-directory, --config, the environment (SCRIP_DATA_DIRECTORY, …), or ./data.",
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Serving", subcommands: [ServeCommand.self, MigrateCommand.self, BackupCommand.self]),
            CommandGroup(
                name: "Accounts and credits",
                subcommands: [
                    AccountCommand.self, KeyCommand.self, GrantCommand.self, RefundCommand.self, RevokeCommand.self,
                ]),
            CommandGroup(
                name: "The books", subcommands: [JournalCommand.self, ReceiptCommand.self, VerifyCommand.self]),
            CommandGroup(name: "Pictures", subcommands: [GenerateCommand.self, GalleryCommand.self]),
        ])
}
