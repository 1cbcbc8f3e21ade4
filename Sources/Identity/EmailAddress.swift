/// An e-mail address, in lower case: what stands before and after one `@`, 254 bytes at most.
///
/// No more is checked than what tells a typing error from an address; only a message proves one.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address.
    public let text: String

    /// The address of a text, or `nil` if the text is none.
    public init?(_ text: String) {
        let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        let address = String(trimmed).lowercased()
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = address.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !",;<>\"".unicodeScalars.contains($0)
        }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, isPlain, address.utf8.count <= 254 else {
            return nil
        }
        self.text = address
    }

    public var description: String { text }
}
