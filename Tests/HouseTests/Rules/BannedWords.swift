/// Words that have a better form: in code, and in any text under `Sources`.
enum BannedWords {
    private struct Ban {
        let tokens: [String]
        let remedy: String
        /// Targets that may.
        var exceptions: Set<String> = []
    }

    private static let inCode = [
        Ban(tokens: ["try", "!"], remedy: "throw, or make the failure impossible"),
        Ban(tokens: ["as", "!"], remedy: "use `as?`, or a type that needs no cast"),
        Ban(tokens: ["@", "unchecked"], remedy: "make the members Sendable, or keep them in a `Mutex`"),
        Ban(tokens: ["nonisolated", "(", "unsafe", ")"], remedy: "keep the state in a `Mutex`"),
        Ban(tokens: ["fatalError", "("], remedy: "throw, or use a precondition with a sentence"),
        Ban(
            tokens: ["print", "("], remedy: "log it, or return it; only the command line prints", exceptions: ["scrip"]),
    ]

    private static let inText = ["TODO", "FIXME", "XXX"]

    static func faults(in file: TextFile) -> [Fault] {
        guard let target = file.target else { return [] }
        return codeFaults(in: file, target: target) + textFaults(in: file)
    }

    private static func codeFaults(in file: TextFile, target: String) -> [Fault] {
        guard let tokens = file.swift?.tokens else { return [] }
        var faults: [Fault] = []
        for ban in inCode where !ban.exceptions.contains(target) {
            for index in tokens.indices where tokens[index].text == ban.tokens[0] {
                let found = tokens[index...].prefix(ban.tokens.count)
                guard found.map(\.text) == ban.tokens, !found.dropFirst().contains(where: \.followsSpace) else {
                    continue
                }
                guard ![".", "func"].contains(tokens.text(before: index)) else { continue }
                faults.append(file.fault(line: tokens[index].line, "`\(ban.tokens.joined())` is banned; \(ban.remedy)"))
            }
        }
        return faults
    }

    private static func textFaults(in file: TextFile) -> [Fault] {
        inText.flatMap { word in
            file.lines.enumerated().filter { $0.element.containsWord(word) }.map { index, _ in
                file.fault(line: index + 1, "`\(word)` is banned; do it now, or say what is so and why")
            }
        }
    }
}

extension StringProtocol {
    /// Whether the text occurs with no letter, digit or underscore on either side.
    func containsWord(_ word: String) -> Bool {
        ranges(of: word).contains { range in
            let neighbours = [self[..<range.lowerBound].last, self[range.upperBound...].first]
            return neighbours.allSatisfy { $0.map { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? true }
        }
    }
}
