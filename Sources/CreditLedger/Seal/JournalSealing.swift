import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Makes a seal, entry by entry: SHA-256 (FIPS 180-4) over the head of the seal ahead and the entries' encodings.
///
/// An encoding is, all numbers in 8 bytes, most significant first: place, account (16 bytes), sequence, kind, amount,
/// available and held before and after, charge, grant, time; then the pool, the reference, the actor and the reason,
/// each behind its length; then the length of the payload and, if there is one, its SHA-256, so that a payload can be
/// erased and its seal still be proved.
public struct JournalSealing: Sendable {
    /// The head ahead of the first seal: 32 zeros.
    public static let origin = [UInt8](repeating: 0, count: 32)

    private var hash = SHA256()
    private var first: Int64?
    private var last: Int64 = 0
    private var buffer: [UInt8] = []

    /// A seal that follows the one with a head.
    public init(after head: [UInt8] = origin) {
        hash.update(data: head)
        buffer.reserveCapacity(512)
    }

    /// Takes the next entry in.
    public mutating func add(_ entry: EntryView) {
        first = first ?? entry.place
        last = entry.place
        buffer.removeAll(keepingCapacity: true)
        append(entry.place)
        withUnsafeBytes(of: entry.account.uuid) { buffer.append(contentsOf: $0) }
        append(entry.sequence)
        append(entry.kind)
        append(entry.amount)
        append(entry.availableBefore)
        append(entry.heldBefore)
        append(entry.availableAfter)
        append(entry.heldAfter)
        append(entry.charge)
        append(entry.grant)
        append(entry.at)
        append(entry.pool)
        append(entry.reference)
        append(entry.actor)
        append(entry.reason)
        append(Int64(entry.payload.count))
        buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
        guard entry.payload.count > 0 else { return }
        var payload = SHA256()
        payload.update(bufferPointer: entry.payload)
        payload.finalize().withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// The seal over the entries so far; `nil` if there were none.
    public var seal: JournalSeal? {
        first.map { JournalSeal(first: $0, last: last, head: Array(hash.finalize())) }
    }

    private mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    }

    private mutating func append(_ text: UnsafeRawBufferPointer) {
        append(Int64(text.count))
        buffer.append(contentsOf: text)
    }
}
