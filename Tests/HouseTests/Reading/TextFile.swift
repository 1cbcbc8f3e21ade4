/// A text file of the repository, or a sample that stands for one.
struct TextFile: Sendable {
    /// Relative to the repository's root, with forward slashes.
    let path: String
    let lines: [Substring]
    /// What a Swift file says apart from comments and strings; `nil` of other files.
    let swift: SwiftText?

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        swift = path.hasSuffix(".swift") ? SwiftText(text) : nil
    }

    /// The number of lines, not counting what follows a final line feed.
    var lineCount: Int { lines.last?.isEmpty == true ? lines.count - 1 : lines.count }

    /// The target whose source this is: the folder below `Sources`, of the package or of its examples.
    var target: String? {
        var parts = path.split(separator: "/")
        if parts.first == "Examples" { parts.removeFirst() }
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    func fault(line: Int, _ remark: String) -> Fault {
        Fault(path: path, line: line, remark: remark)
    }
}
