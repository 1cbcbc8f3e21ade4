import Foundation

/// What is found goes to standard output, everything else to standard error.
enum Output {
    /// Writes a line that whoever reads through a pipe sees at once.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Tells the person at the terminal something that is no finding.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
