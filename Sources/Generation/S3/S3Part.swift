/// What an answer to a GET of a range has of an object.
///
/// Source: RFC 9110, sections 14.4 (Content-Range) and 15.5.17 (416).
struct S3Part: Sendable {
    private let bytes: [UInt8]
    private let start: Int
    private let totalByteCount: Int

    init(_ answer: S3Answer, asked: Range<Int>) throws(S3Failure) {
        switch answer.status {
        case 206:
            guard let range = answer.header("content-range").flatMap(Self.range), range.start == asked.lowerBound,
                answer.body.count == min(asked.upperBound, range.total) - asked.lowerBound
            else { throw .unintelligible("another range than was asked for") }
            (bytes, start, totalByteCount) = (answer.body, range.start, range.total)
        case 200:
            (bytes, start, totalByteCount) = (answer.body, 0, answer.body.count)
        default:
            guard let total = answer.header("content-range").flatMap(Self.total) ?? Self.actualSize(in: answer.body)
            else { throw .unintelligible("a range that cannot be, of an object of unknown length") }
            (bytes, start, totalByteCount) = ([], total, total)
        }
    }

    /// The bytes in a range.
    func part(in range: Range<Int>) -> ImagePart {
        let there = range.clamped(to: start..<start + bytes.count)
        return ImagePart(
            bytes: Array(bytes[(there.lowerBound - start)..<(there.upperBound - start)]),
            totalByteCount: totalByteCount)
    }

    /// Of `bytes 0-9/100`, 0 and 100.
    private static func range(_ header: String) -> (start: Int, total: Int)? {
        guard header.hasPrefix("bytes "), let total = total(header),
            let start = header.dropFirst(6).split(separator: "-").first.flatMap({ Int($0) })
        else { return nil }
        return (start, total)
    }

    private static func total(_ header: String) -> Int? {
        header.split(separator: "/").last.flatMap { Int($0) }
    }

    private static func actualSize(in body: [UInt8]) -> Int? {
        (XMLElement(body)?.first("ActualObjectSize")?.text).flatMap { Int($0) }
    }
}
