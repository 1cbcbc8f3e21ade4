/// Vouches for a stretch of the journal, and for the seal ahead of it: one link of a chain of SHA-256.
///
/// Whoever changes, drops or inserts a sealed entry breaks the chain from there on. Whoever can rewrite the whole
/// file can make the chain anew; a ``head`` that is kept elsewhere then tells.
public struct JournalSeal: Hashable, Sendable {
    /// The position of the first entry of the stretch.
    public let first: Int64
    /// The position of the last entry of the stretch.
    public let last: Int64
    /// The 32 bytes that stand for all entries up to ``last``.
    public let head: [UInt8]

    /// A seal over the entries from `first` to `last`.
    public init(first: Int64, last: Int64, head: [UInt8]) {
        self.first = first
        self.last = last
        self.head = head
    }

    /// The place and the head in text, such as `1200:9f86d0…`, to be kept elsewhere.
    public var mark: JournalMark { JournalMark(position: last, head: head) }
}

/// What an owner keeps of a seal, outside the ledger: that the journal up to a position was so.
///
/// In text the position, a colon, and 64 hexadecimal digits.
public struct JournalMark: Hashable, Sendable {
    /// The position of the last entry that was sealed.
    public let position: Int64
    /// The 32 bytes of the seal's head.
    public let head: [UInt8]

    init(position: Int64, head: [UInt8]) {
        self.position = position
        self.head = head
    }

    /// The mark of a text, or `nil` if it is not of the form.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let position = Int64(parts[0]), position > 0, parts[1].utf8.count == 64 else {
            return nil
        }
        let digits = Array(parts[1])
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        guard bytes.count == 32, digits.allSatisfy(\.isHexDigit) else { return nil }
        self.init(position: position, head: bytes)
    }
}

extension JournalMark: CustomStringConvertible {
    public var description: String {
        let digits = head.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }
        return "\(position):" + digits.joined()
    }
}
