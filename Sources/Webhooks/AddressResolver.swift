import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Looks up what addresses a name leads to, as the system does for everybody.
struct AddressResolver: Sendable {
    let threads: NIOThreadPool

    /// The addresses of a host, in the order in which the system would try them; none if there are none.
    func addresses(of host: String) async -> [NetworkAddress] {
        if let address = NetworkAddress(host) { return [address] }
        do { return try await threads.runIfActive { Self.lookUp(host) } } catch { return [] }
    }

    private static func lookUp(_ host: String) -> [NetworkAddress] {
        var hints = addrinfo()
        #if canImport(Glibc)
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { entry in
            entry.flatMap { $0.pointee.ai_addr }.flatMap(address)
        }
    }

    private static func address(_ socketAddress: UnsafeMutablePointer<sockaddr>) -> NetworkAddress? {
        switch CInt(socketAddress.pointee.sa_family) {
        case AF_INET:
            socketAddress.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { four in
                NetworkAddress(bytes: withUnsafeBytes(of: four.pointee.sin_addr) { Array($0) })
            }
        case AF_INET6:
            socketAddress.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { six in
                NetworkAddress(bytes: withUnsafeBytes(of: six.pointee.sin6_addr) { Array($0) })
            }
        default: nil
        }
    }
}
