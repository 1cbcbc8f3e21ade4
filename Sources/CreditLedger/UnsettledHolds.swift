import Synchronization

/// Holds of this process that nobody has in hand any more, since the store failed as they were settled.
///
/// Their worker lives and renews their leases: whoever waited for these to end would wait for ever.
final class UnsettledHolds: Sendable {
    /// What was to become of a hold.
    enum Intention: Sendable {
        case capture
        case release(reason: Payload)
    }

    private let intentions = Mutex<[ChargeID: Intention]>([:])

    func add(_ charge: ChargeID, _ intention: Intention) {
        intentions.withLock { $0[charge] = intention }
    }

    func takeAll() -> [ChargeID: Intention] {
        intentions.withLock { intentions in
            defer { intentions = [:] }
            return intentions
        }
    }
}
