/// The chunks of a PNG file (RFC 2083 section 3.2): length, type, data and checksum, one behind the other.
enum PNGChunks {
    private static let signatureCount = 8

    /// Whether every chunk is there in full with its own checksum, and the last is the end.
    static func areWhole(in bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var start = signatureCount
            while start + 12 <= buffer.count {
                let length = Int(number(buffer, at: start))
                let end = start + 12 + length
                guard end <= buffer.count, number(buffer, at: end - 4) == CRC32.checksum(buffer[start + 4..<end - 4])
                else { return false }
                if buffer[start + 4..<start + 8].elementsEqual("IEND".utf8) { return end == buffer.count }
                start = end
            }
            return false
        }
    }

    private static func number(_ buffer: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
        UInt32(bigEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}

/// The cyclic redundancy check of RFC 2083 section 3.4, byte by byte from a table.
private enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in
            let shifted: UInt32 = value >> 1
            return value & 1 == 1 ? shifted ^ 0xEDB8_8320 : shifted
        }
    }

    static func checksum(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            ~bytes.reduce(UInt32.max) { value, byte in value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)]
            }
        }
    }
}
