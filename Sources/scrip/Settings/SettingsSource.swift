import Configuration
import Generation
import Yams

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where settings come from: the file, then the environment, then flags; the later wins.
struct SettingsSource {
    /// The file that is read if it is there and no other is named.
    static let defaultFile = "scrip.yaml"

    /// Names in the environment that begin like ours and are no settings of this version.
    let unknownEnvironmentNames: [String]

    /// The list of prices, which only the file can hold.
    let priceRules: [PriceTable.Rule]

    private let reader: ConfigReader

    /// Reads the file and the environment.
    ///
    /// - Throws: ``Failure`` that names the file and the key if one of them is wrong.
    init(
        file: String?, flags: [(SettingKey, String?)],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Failure) {
        let known = Set(SettingKey.all.map(\.environmentName))
        let ours = environment.filter { $0.key.hasPrefix("SCRIP_") && !$0.value.isEmpty }
        unknownEnvironmentNames = ours.keys.filter { !known.contains($0) && $0 != "SCRIP_CONFIG" }.sorted()
        let stripped = Dictionary(uniqueKeysWithValues: ours.map { (String($0.key.dropFirst(6)), $0.value) })
        let named = flags.compactMap { key, value in value.map { (key.name, $0) } }
        let contents = try Self.contents(ofFile: file ?? environment["SCRIP_CONFIG"])
        priceRules = contents.priceRules
        reader = ConfigReader(providers: [
            Self.provider("flags", Dictionary(named) { _, last in last }),
            EnvironmentVariablesProvider(environmentVariables: stripped),
            Self.provider("file", contents.values),
        ])
    }

    /// The text of a setting, if it is set anywhere.
    func text(_ key: SettingKey) -> String? {
        reader.string(forKey: ConfigKey(key.name))
    }

    /// The text of a setting as a value.
    ///
    /// - Throws: ``Failure`` that names the setting if the text is none of its values.
    func value<Value>(
        _ key: SettingKey, default fallback: Value, _ what: String, _ parse: (String) -> Value?
    ) throws(Failure) -> Value {
        guard let text = text(key) else { return fallback }
        guard let value = parse(text) else {
            throw Failure("\(key.name) (\(key.environmentName)) must be \(what); got \"\(text.prefix(60))\".")
        }
        return value
    }

    private static func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
        let pairs = values.map { name, value in
            (
                AbsoluteConfigKey(name.split(separator: ".").map(String.init)),
                ConfigValue(.string(value), isSecret: false)
            )
        }
        return InMemoryProvider(name: name, values: Dictionary(uniqueKeysWithValues: pairs))
    }

    private static func contents(
        ofFile path: String?
    ) throws(Failure) -> (values: [String: String], priceRules: [PriceTable.Rule]) {
        let file = path ?? defaultFile
        guard FileManager.default.fileExists(atPath: file) else {
            guard path == nil else { throw Failure("There is no configuration file \(file).") }
            return ([:], [])
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Failure("\(file) cannot be read as text. It must be a file of YAML in UTF-8.")
        }
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch {
            let place = "\(error)".split(separator: ":").first.flatMap { Int($0) }.map { " at line \($0)" } ?? ""
            throw Failure("\(file) is not valid YAML\(place). See docs/configuration.md for what it may hold.")
        }
        guard var root else { return ([:], []) }
        let priceRules = try root["prices"].map { node throws(Failure) in try PriceList.rules(in: node, file: file) }
        root.mapping?["prices"] = nil
        let values = try flattened(root, under: "", file: file)
        for name in values.keys.sorted() where !SettingKey.all.contains(where: { $0.name == name }) {
            throw Failure("\(file): \(name) is not a setting. See docs/configuration.md for those that are.")
        }
        return (values, priceRules ?? [])
    }

    private static func flattened(_ node: Node, under prefix: String, file: String) throws(Failure) -> [String: String]
    {
        switch node {
        case .scalar(let scalar):
            return [prefix: scalar.string]
        case .sequence(let sequence):
            let items = sequence.compactMap(\.string)
            guard items.count == sequence.count else { throw Failure("\(file): \(prefix) must be a list of texts.") }
            return [prefix: items.joined(separator: ",")]
        case .mapping(let mapping):
            var values: [String: String] = [:]
            for (key, value) in mapping {
                let name = prefix.isEmpty ? key.string ?? "" : "\(prefix).\(key.string ?? "")"
                values.merge(try flattened(value, under: name, file: file)) { _, last in last }
            }
            return values
        case .alias:
            throw Failure("\(file): \(prefix) is an alias; write the value out.")
        }
    }
}
