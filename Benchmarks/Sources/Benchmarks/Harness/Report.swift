import Foundation

/// Writes figures as `name value unit` to the standard output, and what goes on to the standard error.
enum Report {
    /// Writes one line.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Tells whoever waits what is being done.
    static func progress(_ text: String) {
        FileHandle.standardError.write(Data(("… " + text + "\n").utf8))
    }
}

extension Double {
    /// The number with as many digits as mean something.
    var short: String {
        switch abs(self) {
        case 100...: String(format: "%.0f", self)
        case 10...: String(format: "%.1f", self)
        case 0.1...: String(format: "%.2f", self)
        default: String(format: "%.4f", self)
        }
    }
}
