import ArgumentParser
import AsyncHTTPClient
import CreditLedger
import Generation
import Identity
import Logging
import NIOPosix
import SQLiteStore
import ScripServer
import ServiceLifecycle

/// `scrip serve`: the server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Run the server.")

    @OptionGroup var data: DataOptions

    @Option(help: "The interface to listen on (127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen on (8080); 0 for a free one.")
    var port: Int?

    @Flag(help: "Give the owner's account credits to play with, and print a sign-in link at every start.")
    var demo = false

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port must be from 0 to 65535.") }
    }

    func run() async throws {
        try await orFail {
            let source = try SettingsSource(
                file: data.config,
                flags: [(.dataDirectory, data.dataDirectory), (.httpHost, host), (.httpPort, port.map(String.init))])
            for name in source.unknownEnvironmentNames {
                Output.note("warning: \(name) is not a setting of this version and has no effect.")
            }
            try await serve(try Settings(source))
        }
    }

    private func serve(_ settings: Settings) async throws {
        let level = settings.logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let backend = try await Backend.open(settings, role: .server)
        let link = try await FirstStart(backend: backend, settings: settings, isDemo: demo).signInLink()
        let house = try await House(backend: backend, settings: settings) { port in
            Output.line("listening on http://\(settings.host):\(port)")
            if let link { Output.note("Sign in: http://\(settings.host):\(port)/sign-in?token=\(link.text)") }
        }
        do {
            try await house.run()
        } catch {
            throw Self.explained(error, settings)
        }
        try backend.database.close()
    }

    private static func explained(_ error: any Error, _ settings: Settings) -> Failure {
        let text = "\(error)"
        if text.contains("in use") || text.contains("errno: 98") {
            return Failure(
                "Port \(settings.port) on \(settings.host) is in use by another program. "
                    + "Stop it, or choose another with --port.")
        }
        if text.contains("errno: 99") || text.contains("UnknownHost") {
            return Failure("\(settings.host) is no address of this machine. Choose another with --host.")
        }
        if text.contains("errno: 13") {
            return Failure("This user may not listen on port \(settings.port). Choose one above 1023 with --port.")
        }
        return Failure(error)
    }
}
