import Foundation
import Testing

/// A breach of a rule of the house: where it is, what is wrong and what to do.
struct Fault: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let remark: String

    var description: String { "\(path):\(line): \(remark)" }
}

/// Records an issue for each fault, at the place of the fault.
func expectNone(_ faults: [Fault]) {
    for fault in faults {
        let location = SourceLocation(
            fileID: "House/\(fault.path)",
            filePath: Repository.root.appending(path: fault.path).path(percentEncoded: false),
            line: fault.line,
            column: 1
        )
        Issue.record("\(fault.description)", sourceLocation: location)
    }
}
