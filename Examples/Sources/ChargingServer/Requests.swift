import CreditLedger
import HTTPTypes
import Hummingbird

/// The body of `POST /accounts/:id/grants`.
struct GrantRequest: Decodable {
    let amount: Credits
}

/// The body of `POST /accounts/:id/haikus`, and what the charge keeps as its order.
struct HaikuRequest: Codable, Sendable {
    let topic: String
}

extension RequestContext {
    /// The account that the path names.
    var account: AccountID {
        get throws {
            guard let account = parameters.get("id").flatMap({ AccountID($0) }) else {
                throw HTTPError(.notFound, message: "An account is named by a UUID.")
            }
            return account
        }
    }
}

extension Request {
    /// The reference that the request's `Idempotency-Key` stands for, each account's and verb's for itself.
    func reference(_ verb: String, of account: AccountID) throws -> Reference {
        let key = headers.first { $0.name.canonicalName == "idempotency-key" }?.value ?? ""
        guard !key.isEmpty, let reference = Reference("\(verb):\(account):\(key)") else {
            throw HTTPError(
                .badRequest, message: "Send an Idempotency-Key of up to 200 printable characters without spaces.")
        }
        return reference
    }
}
