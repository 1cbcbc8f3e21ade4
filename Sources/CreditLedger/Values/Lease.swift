/// A worker's claim on a hold: until when the worker is taken to be alive and at work.
public struct Lease: Hashable, Sendable {
    /// The process that does the work.
    public var worker: WorkerID
    /// When the hold expires if nobody resolves it or extends the lease.
    public var until: Timestamp

    /// The claim of `worker` until a moment.
    public init(worker: WorkerID, until: Timestamp) {
        self.worker = worker
        self.until = until
    }
}

/// Identifies a process that works on holds.
public struct WorkerID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name, 1 to 64 bytes.
    public let name: String

    /// A worker of a name.
    public init(_ name: String) {
        self.name = name
    }

    /// A worker that no other process is.
    public static func unique() -> WorkerID {
        WorkerID(CrockfordBase32.encode(UInt64.random(in: .min ... .max), digits: 13))
    }

    public init(stringLiteral value: String) { self.init(value) }

    public var description: String { name }
}
