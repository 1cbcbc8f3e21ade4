import ArgumentParser

/// Where the data lies, as every command that works on it is told.
struct DataOptions: ParsableArguments {
    @Option(help: "The folder of the data file and the pictures.")
    var dataDirectory: String?

    @Option(help: "The configuration file; scrip.yaml if it is there.")
    var config: String?

    /// The settings of a command that has no flags of its own for them.
    func settings(_ flags: [(SettingKey, String?)] = []) throws -> Settings {
        let source = try SettingsSource(file: config, flags: flags + [(.dataDirectory, dataDirectory)])
        return try Settings(source)
    }
}
