import Synchronization

/// Hands out record identifiers, each greater than the one before.
///
/// Two processes can, very rarely, draw the same one; the store then refuses the second record,
/// and the ledger asks again with another.
final class RecordIDSequence: Sendable {
    /// 2024-01-01T00:00:00Z, in milliseconds since 1970.
    private static let epochMilliseconds: Int64 = 1_704_067_200_000
    private static let counterBits: Int64 = 22

    private let last = Mutex<Int64>(0)

    /// The next identifier, of the time `now`.
    func next<Record>(at now: Timestamp) -> RecordID<Record> {
        let milliseconds = max(0, now.microseconds / 1_000 - Self.epochMilliseconds)
        let start = milliseconds << Self.counterBits
        return last.withLock { last in
            // A step back of the clock goes on counting where the sequence stood.
            last = last >= start ? last + 1 : start | Int64.random(in: 1..<(1 << (Self.counterBits - 1)))
            return RecordID(last)
        }
    }
}
