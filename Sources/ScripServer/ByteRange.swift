/// The part of a picture that a request asks for.
///
/// Source: RFC 9110, section 14. A header of several ranges, or one that cannot be read, is as good as none.
enum ByteRange: Equatable {
    /// All of it.
    case whole
    /// These bytes; not empty.
    case part(Range<Int>)
    /// None of the bytes that there are.
    case unsatisfiable

    /// The range that a `Range` header means of so many bytes.
    init(_ header: String?, of total: Int) {
        guard let header, header.lowercased().hasPrefix("bytes="), !header.contains(",") else {
            self = .whole
            return
        }
        let bounds = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = Self.number(bounds[0]), let last = Self.number(bounds[1]) else {
            self = .whole
            return
        }
        self =
            switch (first, last) {
            case (let first?, let last?) where last < first: .whole
            case (let first?, let last): Self.bytes(from: first, to: min(last ?? total - 1, total - 1), of: total)
            case (nil, let count?):
                count == 0 ? .unsatisfiable : Self.bytes(from: max(0, total - count), to: total - 1, of: total)
            case (nil, nil): .whole
            }
    }

    private static func bytes(from first: Int, to last: Int, of total: Int) -> ByteRange {
        first < total ? .part(first..<last + 1) : .unsatisfiable
    }

    /// The number, or no number where nothing stands; `nil` where something else does. What is beyond all
    /// numbers is beyond every picture.
    private static func number(_ text: Substring) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return .some(Int(text) ?? .max)
    }
}
