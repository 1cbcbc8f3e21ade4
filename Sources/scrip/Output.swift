import Foundation

/// Data goes to standard output, everything else to standard error.
enum Output {
    /// Prints one JSON object.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Prints what a command did: as one JSON object for a program, or in a line for a person.
    static func answer(_ value: some Encodable, json: Bool, _ line: String) throws {
        if json { try self.json(value) } else { print(line) }
    }

    /// Prints rows in aligned columns, numbers to the right.
    static func table(_ headings: [String], _ cells: [[String]]) {
        let rows = cells.map { $0.map(printable) }
        let widths = headings.indices.map { column in
            max(headings[column].count, rows.map { $0[column].count }.max() ?? 0)
        }
        for row in [headings] + rows {
            let cells = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                let isNumber = rows.allSatisfy { Int64($0[column]) != nil || $0[column] == "–" } && !rows.isEmpty
                return isNumber ? padding + row[column] : row[column] + padding
            }
            let line = cells.joined(separator: "  ")
            print(String(line.reversed().drop { $0 == " " }.reversed()))
        }
    }

    /// A text that somebody else wrote, without what would move a terminal's cursor or break a row.
    private static func printable(_ cell: String) -> String {
        String(
            String.UnicodeScalarView(cell.unicodeScalars.map { $0.properties.generalCategory == .control ? "�" : $0 }))
    }

    /// Prints a line that whoever reads through a pipe sees at once.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Tells the person at the terminal something that is not data.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
