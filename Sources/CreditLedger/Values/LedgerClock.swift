#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tells a store what time it is.
public protocol LedgerClock: Sendable {
    /// The present moment.
    func now() -> Timestamp
}

/// The machine's clock.
public struct SystemClock: LedgerClock {
    /// The machine's clock.
    public init() {}

    public func now() -> Timestamp { Timestamp(Date()) }
}
