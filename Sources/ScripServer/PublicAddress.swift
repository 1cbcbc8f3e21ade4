import Generation
import Hummingbird

/// Where clients reach this server, for the addresses that answers contain.
struct PublicAddress: Sendable {
    /// The address that the owner has set, without a slash at the end.
    let configured: String?

    init(configured: String?) {
        self.configured = configured.map { String($0.reversed().drop { $0 == "/" }.reversed()) }
    }

    /// The address of a picture.
    func image(_ name: ImageName, asSeenFrom request: Request) -> String {
        base(asSeenFrom: request) + "/images/\(name).png"
    }

    /// Without an address of the owner's, the client's own name for this server is told back to it.
    private func base(asSeenFrom request: Request) -> String {
        if let configured { return configured }
        let host = request.head.authority ?? "127.0.0.1"
        let isPlain = host.utf8.allSatisfy { byte in
            byte.isASCIIAlphanumeric || [".", "-", ":", "[", "]"].contains(Character(UnicodeScalar(byte)))
        }
        return "http://" + (isPlain ? host : "127.0.0.1")
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
