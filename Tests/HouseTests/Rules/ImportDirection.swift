import Foundation

/// What each target may import, so that the house keeps its direction.
///
/// Only the stores and the executable know a database driver, only the executable sees everything,
/// and `CreditLedger` knows nothing of ours and nothing of HTTP.
enum ImportDirection {
    struct Allowance: Sendable {
        var modules: Set<String> = []
        /// The first words of families of modules, such as `NIO` for `NIOCore` and `NIOPosix`.
        var families: [String] = []
        var isEverything = false

        func allows(_ module: String) -> Bool {
            isEverything || modules.contains(module) || families.contains { module.hasPrefix($0) }
        }
    }

    static let allowances: [String: Allowance] = [
        "CreditLedger": Allowance(modules: ["Crypto"]),
        "CreditLedgerTesting": Allowance(modules: ["CreditLedger", "Testing"]),
        "SQL": Allowance(),
        "SQLiteStore": Allowance(modules: ["CreditLedger", "SQL", "CSQLite", "GRDB", "GRDBSQLite"]),
        "CharacterArt": Allowance(modules: ["CRaster"]),
        "Generation": Allowance(
            modules: ["CharacterArt", "CRaster", "CreditLedger", "SQL", "AsyncHTTPClient", "Crypto", "HTTPTypes"],
            families: ["NIO"]
        ),
        "GenerationTesting": Allowance(modules: ["CreditLedgerTesting", "Generation"]),
        "Webhooks": Allowance(modules: ["CreditLedger", "SQL", "AsyncHTTPClient", "Crypto"], families: ["NIO"]),
        "Identity": Allowance(modules: ["CreditLedger", "SQL", "Crypto", "JWTKit"]),
        "ScripServer": Allowance(
            modules: [
                "CharacterArt", "CreditLedger", "Generation", "Identity", "AsyncHTTPClient", "Crypto", "HTTPTypes",
                "Mustache", "Webhooks",
            ],
            families: ["Hummingbird", "NIO"]
        ),
        "scrip": Allowance(isEverything: true),
        "embed-text-files": Allowance(),
        // The examples show that a ledger needs none of the other rooms.
        "ChargingServer": Allowance(
            modules: ["CreditLedger", "SQLiteStore", "HTTPTypes"], families: ["Hummingbird", "NIO"]
        ),
        "TheRace": Allowance(modules: ["CreditLedger", "SQLiteStore", "GRDB"]),
    ]

    /// What anyone may import: the platform, and the small packages that extend the standard library.
    static let common = Allowance(
        modules: [
            "Algorithms", "BasicContainers", "BitCollections", "Collections", "DequeModule", "HashTreeCollections",
            "HeapModule", "OrderedCollections", "AsyncAlgorithms", "Instrumentation", "Logging", "Metrics",
            "ServiceLifecycle", "Tracing", "UnixSignals", "SystemPackage",
            "Darwin", "Dispatch", "Glibc", "Musl", "RegexBuilder", "Swift", "Synchronization", "System",
        ],
        families: ["Foundation"]
    )

    static func faults(in file: TextFile) -> [Fault] {
        guard let target = file.target, let swift = file.swift else { return [] }
        guard let allowance = allowances[target] else {
            return [file.fault(line: 1, "no imports are settled for the target \(target); add it to ImportDirection")]
        }
        return swift.lines.enumerated().compactMap { index, line in
            guard let module = importedModule(line), !common.allows(module), !allowance.allows(module) else {
                return nil
            }
            return file.fault(
                line: index + 1,
                "\(target) may not import \(module); move the code to a room that may, or take what it needs by a role"
            )
        }
    }

    /// The module that a line imports: `GRDB` of `@testable package import struct GRDB.Row`.
    static func importedModule(_ line: String) -> String? {
        guard line.contains("import") else { return nil }
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        while let word = words.first, word.hasPrefix("@") { words.removeFirst() }
        if let word = words.first, accessLevels.contains(word) { words.removeFirst() }
        guard words.popFirst() == "import" else { return nil }
        if words.count > 1, let word = words.first, kinds.contains(word) { words.removeFirst() }
        return words.first.map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = [
        "actor", "class", "enum", "func", "let", "macro", "protocol", "struct", "typealias", "var",
    ]
}
