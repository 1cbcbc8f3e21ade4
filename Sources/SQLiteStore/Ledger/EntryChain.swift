import CreditLedger
import GRDB

/// Where an entry stands, and which entries of its balance it points to.
struct EntryLink {
    /// Its place in the order of arrival, over all balances.
    let position: Int64
    /// The number of its balance.
    let balance: Int64
    /// The position of the balance's entry ahead of it, 0 if it is the first.
    let previous: Int64
    /// The position of the last one ahead of it whose sequence number is a multiple of the stride, 0 if there is none.
    let anchor: Int64
}

/// The entries of one balance, from the newest to the oldest.
struct EntryChain {
    /// How many entries lie between two anchors.
    static let stride: Int64 = 64

    private var steps: PreparedStatement

    init(on connection: Database) throws {
        steps = try PreparedStatement(
            "SELECT sequence, previous, anchor FROM entries WHERE position = ?", on: connection)
    }

    /// The position of a balance's entry of a sequence number, or `nil` if the chain does not lead to it.
    mutating func position(of sequence: Int64, in place: BalancePlace) throws -> Int64? {
        var position = place.lastEntry
        while position > 0, let link = try link(at: position) {
            if link.sequence == sequence { return position }
            guard link.sequence > sequence else { return nil }
            let anchorSequence = (link.sequence - 1) / Self.stride * Self.stride
            position = anchorSequence >= sequence && link.anchor > 0 ? link.anchor : link.previous
        }
        return nil
    }

    /// The positions from `start` back to `end`, the newest first.
    mutating func positions(from start: Int64, downTo end: Int64) throws -> [Int64] {
        var positions: [Int64] = []
        var position: Int64? = start
        while let here = position, here >= max(1, end) {
            positions.append(here)
            position = try previous(of: here)
        }
        return positions
    }

    /// `start` and the anchors ahead of it, back to `end`, the newest first.
    mutating func anchors(from start: Int64, downTo end: Int64) throws -> [Int64] {
        var positions: [Int64] = []
        var position = start
        while position >= max(1, end), let link = try link(at: position) {
            positions.append(position)
            guard link.anchor < position else { break }
            position = link.anchor
        }
        return positions
    }

    /// The newest position before `end`, from `start` on; `nil` if there is none.
    mutating func newest(before end: Int64, from start: Int64) throws -> Int64? {
        var position = start
        while position >= end, let link = try link(at: position) {
            let next = link.anchor >= end ? link.anchor : link.previous
            guard next < position else { return nil }
            position = next
        }
        return position > 0 ? position : nil
    }

    /// The position ahead of one; `nil` at the end of the chain.
    mutating func previous(of position: Int64) throws -> Int64? {
        // A link that was bent by hand leads nowhere rather than round in a circle.
        guard let link = try link(at: position), link.previous > 0, link.previous < position else { return nil }
        return link.previous
    }

    private mutating func link(at position: Int64) throws -> (sequence: Int64, previous: Int64, anchor: Int64)? {
        try steps.bindFirst(position)
        return try steps.first { ($0.integer(0), $0.integer(1), $0.integer(2)) }
    }
}
