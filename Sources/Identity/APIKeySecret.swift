/// The text of an API key: `sk_scrip_`, 30 random base-62 characters, and 6 of their CRC-32.
///
/// The checksum tells a mistyped or cut key from one that is not on file, without looking it up.
public struct APIKeySecret: Sendable {
    /// What each key begins with, so that people and secret scanners know one when they see it.
    public static let prefix = "sk_scrip_"

    /// The whole key.
    public let text: String

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let randomCount = 30
    private static let checksumCount = 6

    /// The key of a text, or `nil` if it is not of the form or its checksum is wrong.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let prefix = Array(Self.prefix.utf8)
        guard bytes.count == prefix.count + Self.randomCount + Self.checksumCount, bytes.starts(with: prefix),
            bytes.dropFirst(prefix.count).allSatisfy(Self.alphabet.contains)
        else { return nil }
        let body = bytes.dropFirst(prefix.count).prefix(Self.randomCount)
        guard bytes.suffix(Self.checksumCount).elementsEqual(Self.checksum(of: body)) else { return nil }
        self.text = text
    }

    private init(body: [UInt8]) {
        text = Self.prefix + String(decoding: body + Self.checksum(of: body), as: UTF8.self)
    }

    /// A new key: 178 random bits.
    public static func random() -> APIKeySecret {
        var generator = SystemRandomNumberGenerator()
        return APIKeySecret(body: (0..<randomCount).map { _ in alphabet[Int.random(in: 0..<62, using: &generator)] })
    }

    /// The end of the random part and checksum, by which its owner tells it from others.
    public var lastFour: String { String(text.suffix(4)) }

    private static func checksum(of body: some Sequence<UInt8>) -> [UInt8] {
        var value = CRC32.checksum(of: body)
        var digits: [UInt8] = []
        for _ in 0..<checksumCount {
            digits.append(alphabet[Int(value % 62)])
            value /= 62
        }
        return digits.reversed()
    }
}

/// The cyclic redundancy check of ISO 3309, as in gzip and PNG (RFC 1952 section 8).
enum CRC32 {
    static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = remainder & 1 == 1
                remainder >>= 1
                if isOdd { remainder ^= 0xEDB8_8320 }
            }
        }
        return ~remainder
    }
}
