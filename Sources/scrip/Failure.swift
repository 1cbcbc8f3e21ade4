import CreditLedger
import Identity
import SQL

/// What a command could not do, in one clear line; the process then ends with status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Any error of the other rooms, for the one who runs the command.
    init(_ error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as SQLFailure: self.init("\(error.message) \(error.remedy)")
        case let error as StoreFailure: self.init("\(error.message) \(error.remedy)")
        case let error as IdentityError: self.init(Self.text(error))
        case let error as ReceiptError: self.init("The records contradict each other. Run scrip verify. \(error)")
        case let error as LedgerError: self.init(Self.text(error))
        default: self.init("\(error)")
        }
    }

    private static func text(_ error: IdentityError) -> String {
        switch error {
        case .emailTaken(let email): "There is an account with the address \(email) already."
        case .unknownAccount: "There is no such account. Name its id or its e-mail address; see scrip account list."
        case .unknownKey: "There is no such key. Name its id, key_…; see scrip key list."
        case .unavailable(let failure): "\(failure.message) \(failure.remedy)"
        }
    }

    private static func text(_ error: LedgerError) -> String {
        switch error {
        case .refused(let refusal): text(refusal)
        case .repeated(let charge): "The reference \(charge.reference) was used before."
        case .unavailable(let failure): "\(failure.message) \(failure.remedy)"
        }
    }

    private static func text(_ refusal: Refusal) -> String {
        switch refusal {
        case .referenceConflict(let reference):
            "The reference \(reference) was used before for something else. Nothing was changed."
        case .invalidAmount: "The amount must be above zero."
        case .invalidPriority(let priority): "The priority must be from 0 to 100; got \(priority)."
        case .alreadyExpired(let moment): "The expiry \(moment) is over already."
        case .overflow: "The balance cannot hold that many credits."
        case .unknownGrant(let id): "There is no grant \(id); see scrip journal."
        case .exceedsGrant(let left): "Only \(left) credits of this grant are left to take back."
        case .exceedsCaptured(let captured, let refunded):
            "The charge took \(captured) credits, and \(refunded) of them were given back already."
        case .notCaptured: "The charge was not captured: there is nothing to give back."
        case .accountClosed: "The account is closed."
        case .insufficientCredits(let required, let available):
            "\(required) credits are needed, and \(available) are available."
        case .inconsistentBalance(let key): "The records of \(key) contradict each other. Run scrip verify."
        default: "Refused: \(refusal)."
        }
    }
}

/// Runs `work`, and tells whatever goes wrong in it in one line.
func orFail<Value>(_ work: () async throws -> Value) async throws -> Value {
    do { return try await work() } catch { throw Failure(error) }
}
