import Foundation

/// Data goes to standard output, everything else to standard error.
enum Output {
    /// Prints one JSON object.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Prints rows in aligned columns, numbers to the right.
    static func table(_ headings: [String], _ rows: [[String]]) {
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

    /// Prints a line that whoever reads through a pipe sees at once.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Tells the person at the terminal something that is not data.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
