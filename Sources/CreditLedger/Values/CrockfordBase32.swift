/// Crockford's base 32 (crockford.com/base32), in lower case: no letters that are taken for digits.
enum CrockfordBase32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// The lowest `digits` × 5 bits of `value`, most significant first.
    static func encode(_ value: UInt64, digits: Int) -> String {
        String(unsafeUninitializedCapacity: digits) { buffer in
            for digit in 0..<digits {
                let shift = UInt64(5 * (digits - 1 - digit))
                buffer[digit] = alphabet[Int(truncatingIfNeeded: shift < 64 ? (value >> shift) & 31 : 0)]
            }
            return digits
        }
    }

    /// The value of up to 13 digits, or `nil` if one of them is none or the value is above 64 bits.
    static func decode(_ text: some StringProtocol) -> UInt64? {
        guard (1...13).contains(text.utf8.count) else { return nil }
        var value: UInt64 = 0
        for byte in text.utf8 {
            guard value >> 59 == 0, let digit = alphabet.firstIndex(of: byte) else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return value
    }
}
