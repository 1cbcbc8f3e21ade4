#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An address of a host on the network, and whether strangers may have this server call it.
public struct NetworkAddress: Hashable, Sendable {
    /// The 4 bytes of IPv4 or the 16 of IPv6, most significant first.
    public let bytes: [UInt8]

    /// The address of 4 or 16 bytes, or `nil` of any other number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The address of a text such as `192.0.2.1` or `2001:db8::1`, or `nil` if it is none.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(bytes: withUnsafeBytes(of: four) { Array($0) })
            return
        }
        var sixteen = in6_addr()
        guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        self.init(bytes: withUnsafeBytes(of: sixteen) { Array($0) })
    }

    /// Whether it is an address of the open internet, rather than of this machine, of a private network, or
    /// of a purpose of its own.
    ///
    /// Source: IANA's special-purpose address registries (RFC 6890). Of IPv6 nothing passes but the global
    /// unicast block, without the parts of it that stand for IPv4 or for documentation.
    public var isGlobal: Bool {
        bytes.count == 4
            ? !Self.special.contains { $0.contains(bytes) }
            : Self.globalUnicast.contains(bytes) && !Self.specialWithinGlobalUnicast.contains { $0.contains(bytes) }
    }

    private static let special: [Block] = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8), Block([169, 254], 16),
        Block([172, 16], 12), Block([192, 0, 0], 24), Block([192, 0, 2], 24), Block([192, 31, 196], 24),
        Block([192, 52, 193], 24), Block([192, 88, 99], 24), Block([192, 168], 16), Block([192, 175, 48], 24),
        Block([198, 18], 15), Block([198, 51, 100], 24), Block([203, 0, 113], 24), Block([224], 4), Block([240], 4),
    ]
    private static let globalUnicast = Block([0x20], 3)
    private static let specialWithinGlobalUnicast: [Block] = [
        // Protocol assignments with Teredo, documentation, 6to4, and documentation again.
        Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x20, 0x02], 16),
        Block([0x3F, 0xFF, 0x00], 20),
    ]
}

extension NetworkAddress: CustomStringConvertible {
    /// As it is written: `192.0.2.1`, or `2001:db8:0:0:0:0:0:1`.
    public var description: String {
        guard bytes.count == 16 else { return bytes.map { "\($0)" }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    }
}

/// The addresses that begin with the same bits.
private struct Block: Sendable {
    let bits: [UInt8]
    let length: Int

    init(_ bits: [UInt8], _ length: Int) {
        self.bits = bits
        self.length = length
    }

    func contains(_ address: [UInt8]) -> Bool {
        (0..<length).allSatisfy { index in
            let mask = UInt8(0x80) >> UInt8(index % 8)
            let own = index / 8 < bits.count ? bits[index / 8] : 0
            return own & mask == address[index / 8] & mask
        }
    }
}
