import Foundation

/// What must not leave a developer's desk: paths of one machine, and numbers of a tracker's issues.
enum Privacy {
    /// The first folders of absolute paths that are right on one machine only.
    private static let privateFolders = ["Users", "root", "tmp", "work"].map { "/\($0)/" }

    static func faults(in file: TextFile) -> [Fault] {
        file.lines.enumerated().flatMap { index, line -> [Fault] in
            var faults: [Fault] = []
            if privateFolders.contains(where: { line.containsAbsolutePath($0) }) {
                faults.append(
                    file.fault(
                        line: index + 1,
                        "a path of one machine; make it relative, or ask the system for a temporary folder"
                    ))
            }
            if line.localizedCaseInsensitiveContains("issue"), line.contains(issueNumber) {
                faults.append(file.fault(line: index + 1, "an issue's number; say what is so and why instead"))
            }
            return faults
        }
    }

    private static var issueNumber: Regex<Substring> { /(?i)\bissues?\s+#?[0-9]+/ }
}

extension StringProtocol {
    /// Whether an absolute path begins so, rather than a longer path or an address containing it.
    fileprivate func containsAbsolutePath(_ beginning: String) -> Bool {
        ranges(of: beginning).contains { range in
            guard let before = self[..<range.lowerBound].last else { return true }
            return !before.isLetter && !before.isNumber && !"_.-~*})>".contains(before)
        }
    }
}
