import CreditLedger
import Generation
import Logging
import Webhooks

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
    /// Who draws, the first one first; the others stand in for it.
    var generators: [Generator]
    var generationAttempts: Int
    var generationBreaker: Int
    var generationDeadline: Duration
    var generationLease: Duration
    var generationGrace: Duration
    var generationConcurrency: Int
    var generationQueue: Int
    var openAI: OpenAI
    var gemini: Gemini
    var journalSealInterval: Duration
    var webhooks: WebhookDispatcher.Settings
    var logLevel: Logger.Level
    var images: ImageSettings

    enum Generator: String, CaseIterable {
        case illustrator
        case openai
        case gemini
    }

    struct OpenAI: Sendable {
        var baseURL: String
        var apiKey: String?
        var model: String
        var quality: String
        var side: Int
        var asksForAddress: Bool
        var concurrency: Int?
    }

    struct Gemini: Sendable {
        var baseURL: String
        var apiKey: String?
        var model: String
        var concurrency: Int?
    }

    /// How many pictures are asked of a provider at once: all that may be under way, unless it is set.
    func concurrency(of generator: Generator) -> Int {
        let own =
            switch generator {
            case .illustrator: nil as Int?
            case .openai: openAI.concurrency
            case .gemini: gemini.concurrency
            }
        return own ?? generationConcurrency + generationQueue
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
        generators = try Self.generators(source)
        generationAttempts = try source.value(
            .generationAttempts, default: 3, "a number from 1 to 10", Parse.number(1...10))
        generationBreaker = try source.value(
            .generationBreaker, default: 10, "a number from 0 to 1000", Parse.number(0...1_000))
        generationDeadline = try source.value(
            .generationDeadline, default: .seconds(120), "a number of seconds from 0.1 to 3600", Parse.seconds)
        generationLease = try source.value(
            .generationLease, default: .seconds(60), "a number of seconds from 0.1 to 3600", Parse.seconds)
        generationGrace = try source.value(
            .generationGrace, default: .seconds(30), "a number of seconds from 0.1 to 3600", Parse.seconds)
        // A provider draws on machines of its own: what bounds it is the queue.
        let concurrency = generators[0] == .illustrator ? ProcessInfo.processInfo.activeProcessorCount : 256
        generationConcurrency = try source.value(
            .generationConcurrency, default: concurrency, "a number from 1 to 100000", Parse.number(1...100_000))
        generationQueue = try source.value(
            .generationQueue, default: 1_000, "a number from 0 to 100000", Parse.number(0...100_000))
        logLevel = try source.value(
            .logLevel, default: .info, "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
        ) { Logger.Level(rawValue: $0) }
        journalSealInterval = try source.value(
            .journalSealInterval, default: .seconds(5), "a number of seconds from 0.1 to 3600", Parse.seconds)
        webhooks = try WebhookDispatcher.Settings(source)
        openAI = try OpenAI(source)
        gemini = try Gemini(source)
        images = try ImageSettings(source)
    }
}

extension Settings {
    private static func generators(_ source: SettingsSource) throws(Failure) -> [Generator] {
        let names = Generator.allCases.map(\.rawValue).joined(separator: ", ")
        let first = try source.value(.generator, default: .illustrator, "one of \(names)") { Generator(rawValue: $0) }
        let others = try source.value(
            .generatorFallback, default: [], "a list of others than the generator itself, each once, of \(names)"
        ) { text -> [Generator]? in
            let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
            let others = parts.compactMap { Generator(rawValue: $0) }
            let isSound = others.count == parts.count && Set(others + [first]).count == others.count + 1
            return isSound ? others : nil
        }
        return [first] + others
    }
}

extension Settings.OpenAI {
    fileprivate init(_ source: SettingsSource) throws(Failure) {
        let qualities = ["low", "medium", "high", "xhigh", "max", "auto"]
        self.init(
            baseURL: try source.value(
                .openAIBaseURL, default: "https://api.openai.com/v1", "an address that begins with http:// or https://",
                Parse.address),
            apiKey: source.text(.openAIKey), model: source.text(.openAIModel) ?? "gpt-image-2.5-flare",
            quality: try source.value(.openAIQuality, default: "medium", "one of \(qualities.joined(separator: ", "))")
            {
                qualities.contains($0) ? $0 : nil
            },
            side: try source.value(
                .openAISize, default: 1_024, "a square from 512x512 to 4096x4096, such as 1024x1024", Parse.square),
            asksForAddress: try source.value(.openAIResponseFormat, default: false, "b64_json or url") {
                ["url": true, "b64_json": false][$0]
            },
            concurrency: try source.value(
                .openAIConcurrency, default: nil, "a number from 1 to 100000", Parse.number(1...100_000)))
    }
}

extension Settings.Gemini {
    fileprivate init(_ source: SettingsSource) throws(Failure) {
        self.init(
            baseURL: try source.value(
                .geminiBaseURL, default: "https://generativelanguage.googleapis.com",
                "an address that begins with http:// or https://", Parse.address),
            apiKey: source.text(.geminiKey),
            model: try source.value(.geminiModel, default: "gemini-2.5-flash-image", "the name of a model") { name in
                let isPlain = name.utf8.allSatisfy { byte in
                    "abcdefghijklmnopqrstuvwxyz0123456789.-_".utf8.contains(byte)
                }
                return isPlain && !name.isEmpty ? name : nil
            },
            concurrency: try source.value(
                .geminiConcurrency, default: nil, "a number from 1 to 100000", Parse.number(1...100_000)))
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

    static func address(_ text: String) -> String? { url(text) ?? nil }

    static func square(_ text: String) -> Int? {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let side = sides[0], sides[1] == side, (512...4_096).contains(side) else { return nil }
        return side
    }

    static func url(_ text: String) -> String?? {
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host() != nil else { return nil }
        return .some(String(text.reversed().drop { $0 == "/" }.reversed()))
    }
}
