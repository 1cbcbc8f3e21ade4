/// Rows of CSV (RFC 4180) for people who open them in a spreadsheet.
///
/// A spreadsheet runs a cell that begins like a formula, and what a customer chose as a reference stands in
/// these rows: such a cell gets an apostrophe ahead of it, which spreadsheets take for "this is text".
enum CSV {
    /// A row with its line break.
    static func row(_ cells: [String]) -> String {
        cells.map { quoted(harmless($0)) }.joined(separator: ",") + "\r\n"
    }

    private static func harmless(_ cell: String) -> String {
        let openings: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
        return cell.unicodeScalars.first.map(openings.contains) ?? false ? "'" + cell : cell
    }

    private static func quoted(_ cell: String) -> String {
        let special = [",", "\"", "\r", "\n"].map { UInt8(ascii: $0) }
        guard cell.utf8.contains(where: special.contains) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
