#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An IP address, and whether it is one of the public internet.
enum NetworkAddress: Hashable, Sendable {
    /// IPv4, 4 bytes in network order.
    case v4([UInt8])
    /// IPv6, 16 bytes in network order.
    case v6([UInt8])

    /// The address of a text in the usual form, such as `192.0.2.1` or `2001:db8::1`.
    init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self = .v4(Array(bytes.prefix(4)))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self = .v6(bytes)
        } else {
            return nil
        }
    }

    /// Whether it is globally reachable: not of this machine, its networks, a provider's inside, or no
    /// single machine at all.
    ///
    /// Source: the IANA IPv4 and IPv6 Special-Purpose Address Registries. Of IPv6 only what is allocated
    /// as global unicast (2000::/3) passes, so the forms that wrap an IPv4 address do not.
    var isPublic: Bool {
        switch self {
        case .v4(let bytes): !Self.special4.contains { $0.contains(bytes) }
        case .v6(let bytes): Self.global6.contains(bytes) && !Self.special6.contains { $0.contains(bytes) }
        }
    }

    private struct Range {
        let prefix: [UInt8]
        let bits: Int

        init(_ prefix: [UInt8], _ bits: Int) {
            self.prefix = prefix
            self.bits = bits
        }

        func contains(_ bytes: [UInt8]) -> Bool {
            (0..<bits).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                let wanted = bit / 8 < prefix.count ? prefix[bit / 8] & mask : 0
                return bytes[bit / 8] & mask == wanted
            }
        }
    }

    private static let special4 = [
        Range([0], 8), Range([10], 8), Range([100, 64], 10), Range([127], 8), Range([169, 254], 16),
        Range([172, 16], 12), Range([192, 0, 0], 24), Range([192, 0, 2], 24), Range([192, 31, 196], 24),
        Range([192, 52, 193], 24), Range([192, 88, 99], 24), Range([192, 168], 16), Range([192, 175, 48], 24),
        Range([198, 18], 15), Range([198, 51, 100], 24), Range([203, 0, 113], 24), Range([224], 4), Range([240], 4),
    ]

    private static let global6 = Range([0x20], 3)

    /// Of the global ones: protocol assignments with Teredo and ORCHID, documentation, 6to4, AS112.
    private static let special6 = [
        Range([0x20, 0x01, 0x00], 23), Range([0x20, 0x01, 0x0D, 0xB8], 32), Range([0x20, 0x02], 16),
        Range([0x26, 0x20, 0x00, 0x4F, 0x80], 48), Range([0x3F, 0xFF, 0x00], 20),
    ]
}

extension NetworkAddress: CustomStringConvertible {
    var description: String {
        let (family, bytes) =
            switch self {
            case .v4(let bytes): (AF_INET, bytes)
            case .v6(let bytes): (AF_INET6, bytes)
            }
        var text = [CChar](repeating: 0, count: 64)
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension NetworkAddress {
    /// Every address of a name, as the system resolves it; blocks for as long as that takes.
    static func all(of host: String) throws(ResolutionFailure) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else { throw ResolutionFailure(description: String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(list) }
        return sequence(first: list, next: { $0?.pointee.ai_next }).compactMap { $0.flatMap { Self($0.pointee) } }
    }

    private init?(_ info: addrinfo) {
        switch info.ai_family {
        case AF_INET:
            guard let address = info.ai_addr else { return nil }
            self = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                .v4(withUnsafeBytes(of: address.pointee.sin_addr) { Array($0) })
            }
        case AF_INET6:
            guard let address = info.ai_addr else { return nil }
            self = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                .v6(withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0) })
            }
        default:
            return nil
        }
    }

    /// A name that has no address.
    struct ResolutionFailure: Error, CustomStringConvertible {
        let description: String
    }
}
