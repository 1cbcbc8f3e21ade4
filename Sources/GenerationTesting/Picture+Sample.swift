public import Generation

extension Picture {
    /// A picture without pixels, and with so many other bytes in it, which differ from seed to seed.
    public static func sample(seed: UInt8 = 0, byteCount: Int = 1_000) throws(GeneratorError) -> Picture {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let side = bytes(UInt32(minimumSide))
        let padding = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) &+ seed }
        let png =
            signature + chunk("IHDR", side + side + [8, 6, 0, 0, 0]) + chunk("teSt", padding) + chunk("IEND", [])
        return try Picture(png: png, isTransparent: true)
    }

    /// A chunk and its CRC (RFC 2083, sections 3.2 and 15).
    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + data
        let checksum = checked.reduce(UInt32.max) { sum, byte in
            checksums[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8
        }
        return bytes(UInt32(data.count)) + checked + bytes(~checksum)
    }

    private static let checksums: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
