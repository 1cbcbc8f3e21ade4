import Foundation

/// Relative links of Markdown files, and documents that any text file names, lead to files that exist.
enum DocumentLinks {
    static func faults(in file: TextFile, paths: Set<String>) -> [Fault] {
        linkFaults(in: file, paths: paths) + nameFaults(in: file, paths: paths)
    }

    private static func linkFaults(in file: TextFile, paths: Set<String>) -> [Fault] {
        guard file.path.hasSuffix(".md") else { return [] }
        var faults: [Fault] = []
        var isCode = false
        for (index, line) in file.lines.enumerated() {
            if line.drop(while: \.isWhitespace).hasPrefix("```") { isCode.toggle() }
            guard !isCode, line.contains("](") || line.contains("]:") else { continue }
            for target in targets(in: String(line).replacing(/`[^`]*`/, with: "")) {
                guard let path = resolved(target, from: file.path), !exists(path, in: paths) else { continue }
                faults.append(file.fault(line: index + 1, "the link to \(target) leads nowhere; correct or remove it"))
            }
        }
        return faults
    }

    /// Documents named in passing, such as in a comment, by their path or their bare name.
    private static func nameFaults(in file: TextFile, paths: Set<String>) -> [Fault] {
        file.lines.enumerated().flatMap { index, line -> [Fault] in
            guard line.contains(".md") else { return [] }
            return line.matches(of: /[A-Za-z0-9_.\/:-]*[A-Za-z0-9_-]\.md\b/).compactMap { match in
                let name = String(match.output)
                guard !name.contains("://"), !isKnown(name, from: file.path, in: paths) else { return nil }
                return file.fault(line: index + 1, "there is no document \(name) here; correct or remove its mention")
            }
        }
    }

    private static func isKnown(_ name: String, from path: String, in paths: Set<String>) -> Bool {
        if let resolved = resolved(name, from: path), exists(resolved, in: paths) { return true }
        return paths.contains(name) || paths.contains { $0.hasSuffix("/" + name) }
    }

    /// The targets of the inline links, images and reference definitions of a line.
    private static func targets(in line: String) -> [String] {
        let inline = line.matches(of: /\]\(\s*<?([^)>\s]+)>?[^)]*\)/).map { String($0.output.1) }
        let reference = line.firstMatch(of: /^\s*\[[^\]]+\]:\s*<?([^>\s]+)/).map { String($0.output.1) }
        return inline + [reference].compactMap(\.self)
    }

    /// The path from the root that a relative target means; `nil` if it is an address or an anchor.
    private static func resolved(_ target: String, from path: String) -> String? {
        let target = target.prefix { $0 != "#" && $0 != "?" }
        guard !target.isEmpty, !target.contains(":") else { return nil }
        var parts = target.hasPrefix("/") ? [] : path.split(separator: "/").dropLast().map(String.init)
        for part in (target.removingPercentEncoding ?? String(target)).split(separator: "/") where part != "." {
            // Above the root there is nothing of ours: such a path stays unknown.
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    private static func exists(_ path: String, in paths: Set<String>) -> Bool {
        path.isEmpty || paths.contains(path) || paths.contains { $0.hasPrefix(path + "/") }
    }
}
