/// Why the rules refuse a command. Nothing was moved, and the reference is still free.
///
/// The cases stand in their order of precedence: of several that apply, the first is told.
public enum Refusal: Error, Hashable, Sendable {
    /// The reference names something else already.
    case referenceConflict(Reference)
    /// There is no such charge.
    case unknownCharge(ChargeID)
    /// There is no such grant.
    case unknownGrant(GrantID)
    /// An amount of zero, a priority outside 0…100, an expiry in the past, or a payload above its limit.
    case invalidAmount
    case invalidPriority(Int)
    case alreadyExpired(Timestamp)
    case payloadTooLarge(byteCount: Int)
    /// The balance's issued credits would pass `Int64.max`.
    case overflow
    /// The account's pool was closed.
    case accountClosed
    /// More than is left of a grant to take back.
    case exceedsGrant(left: Credits)
    /// As many charges as the limit allows are held already.
    case tooManyInFlight(limit: Int64)
    /// There are fewer credits available than required.
    case insufficientCredits(required: Credits, available: Credits)
    /// The charge was captured, with this amount.
    case alreadyCaptured(Credits)
    /// The charge was released.
    case alreadyReleased
    /// Nobody resolved the hold in time; the credits are back.
    case holdExpired
    /// The hold's time is not over yet.
    case holdNotDue(until: Timestamp)
    /// More than was held.
    case exceedsHold(held: Credits)
    /// Nothing was captured that could be refunded.
    case notCaptured
    /// More than is left of the capture.
    case exceedsCaptured(captured: Credits, refunded: Credits)
    /// The stored balance contradicts its own charges or grants: somebody changed rows by hand, or a
    /// disk did. Nothing is moved in it until that is mended; see `verify`.
    case inconsistentBalance(BalanceKey)
}
