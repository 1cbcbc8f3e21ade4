import CreditLedger
import Generation
import Logging

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// All settings, checked.
struct Settings: Sendable {
    var host: String
    var port: Int
    var publicURL: String?
    var corsOrigins: [String]
    var dataDirectory: String
    var secretKey: String?
    var prices: PriceTable
    var signupBonus: Credits
    var limitInFlight: Int64?
    var generator: Generator
    var generationDeadline: Duration
    var generationLease: Duration
    var generationGrace: Duration
    var generationConcurrency: Int
    var generationQueue: Int
    var openAI: OpenAI
    var logLevel: Logger.Level
    var images: ImageSettings

    enum Generator: String, CaseIterable {
        case illustrator
        case openai
    }

    struct OpenAI: Sendable {
        var baseURL: String
        var apiKey: String?
        var model: String
        var quality: String
    }

    init(_ source: SettingsSource) throws(Failure) {
        host = source.text(.httpHost) ?? "127.0.0.1"
        port = try source.value(.httpPort, default: 8_080, "a port, 0 to 65535", Parse.number(0...65_535))
        publicURL = try source.value(
            .publicURL, default: nil, "an address that begins with http:// or https://", Parse.url)
        corsOrigins = (source.text(.corsOrigins) ?? "*").split(separator: ",").map { $0.filter { $0 != " " } }
        dataDirectory = source.text(.dataDirectory) ?? "data"
        // To serve from a file what was meant for a database would split the books in two.
        if source.text(.databaseURL) != nil {
            throw Failure(
                "database.url (SCRIP_DATABASE_URL) is set, and this version keeps its data in SQLite alone. Unset it.")
        }
        secretKey = source.text(.secretKey)
        prices = PriceTable(
            standard: try source.value(
                .priceGeneration, default: 1, "a number of credits above zero", Parse.credits(from: 1)),
            rules: source.priceRules)
        signupBonus = try source.value(.signupBonus, default: 3, "a number of credits", Parse.credits(from: 0))
        limitInFlight = try source.value(
            .limitInFlight, default: nil, "a number above zero", Parse.number(1...Int64.max))
        let names = Generator.allCases.map(\.rawValue).joined(separator: " or ")
        generator = try source.value(.generator, default: .illustrator, names) { Generator(rawValue: $0) }
        generationDeadline = try source.value(
            .generationDeadline, default: .seconds(120), "a number of seconds from 0.1 to 3600", Parse.seconds)
        generationLease = try source.value(
            .generationLease, default: .seconds(60), "a number of seconds from 0.1 to 3600", Parse.seconds)
        generationGrace = try source.value(
            .generationGrace, default: .seconds(30), "a number of seconds from 0.1 to 3600", Parse.seconds)
        // A provider draws on machines of its own: what bounds it is the queue.
        let concurrency = generator == .illustrator ? ProcessInfo.processInfo.activeProcessorCount : 256
        generationConcurrency = try source.value(
            .generationConcurrency, default: concurrency, "a number from 1 to 100000", Parse.number(1...100_000))
        generationQueue = try source.value(
            .generationQueue, default: 1_000, "a number from 0 to 100000", Parse.number(0...100_000))
        logLevel = try source.value(
            .logLevel, default: .info, "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
        ) { Logger.Level(rawValue: $0) }
        openAI = OpenAI(
            baseURL: try source.value(
                .openAIBaseURL, default: "https://api.openai.com/v1", "an address that begins with http:// or https://",
                Parse.url) ?? "",
            apiKey: source.text(.openAIKey), model: source.text(.openAIModel) ?? "gpt-image-1",
            quality: try source.value(.openAIQuality, default: "medium", "low, medium or high") {
                ["low", "medium", "high"].contains($0) ? $0 : nil
            })
        images = try ImageSettings(source)
    }
}

/// From the text of a setting to its value.
enum Parse {
    static func number<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> (String) -> Number? {
        { text in Number(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    static func credits(from minimum: Int64) -> (String) -> Credits? {
        { text in Int64(text).flatMap { $0 >= minimum ? Credits(exactly: $0) : nil } }
    }

    static func seconds(_ text: String) -> Duration? {
        Double(text).flatMap { (0.1...3_600).contains($0) ? .milliseconds(Int64($0 * 1_000)) : nil }
    }

    static func url(_ text: String) -> String?? {
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host() != nil else { return nil }
        return .some(String(text.reversed().drop { $0 == "/" }.reversed()))
    }
}
