import CharacterArt
import CreditLedger
import Generation
import HTTPTypes
import Hummingbird
import Identity

// The one place where what the other rooms throw becomes what a client is told. Nothing of the
// inside gets out: causes go to the log.

extension APIError {
    init(_ error: InvalidOption) {
        self.init(.badRequest, .validationError, error.message)
        details.field = error.field
        details.allowed = error.allowed
    }

    init(_ error: AuthenticationError) {
        switch error {
        case .missingCredential:
            self.init(
                .unauthorized, .noAuth,
                "No credential. Send an API key in x-api-key, or a token as Authorization: Bearer.")
        case .invalidAPIKey:
            self.init(.unauthorized, .invalidAPIKey, "This API key is not valid. Check that it was copied in full.")
        case .revokedAPIKey:
            self.init(.unauthorized, .revokedAPIKey, "This API key was revoked. Use another one.")
        case .invalidToken:
            self.init(.unauthorized, .invalidToken, "This token is not valid or is over. Sign in again.")
        case .invalidLink:
            self.init(.unauthorized, .invalidToken, "This sign-in link was used before or is over. Ask for a new one.")
        case .noSession:
            self.init(.unauthorized, .noAuth, "You are not signed in.")
        }
    }

    init(_ error: GenerationError) {
        switch error {
        case .overloaded:
            self.init(
                .queueFull,
                "Too many pictures are being made right now. Nothing was charged; please try again in a moment.")
            retryAfter = 5
        case .shuttingDown:
            self.init(
                .shuttingDown,
                "The server is restarting. Nothing was charged; please try again in a moment.")
            retryAfter = 10
        case .refused(let refusal):
            self.init(refusal)
        case .idempotencyKeyReused:
            self.init(
                .keyReused,
                "This Idempotency-Key was used for another request. Use a new key for a new request.")
        case .sizeNotDrawn(let size, let allowed):
            let names = allowed.map(\.rawValue)
            self.init(
                .badRequest, .validationError,
                "size must be one of \(names.joined(separator: ", ")) with this server's generator; got "
                    + "\"\(size.rawValue)\".")
            details.field = "size"
            details.allowed = names
        case .stillRunning:
            self.init(
                .serviceUnavailable, .overloaded,
                "The first request with this Idempotency-Key is still under way. Ask again with the same key.")
            retryAfter = 5
        case .ledgerUnavailable:
            self.init(ledgerFailure: "the credit ledger did not answer")
        case .unsettled:
            self.init(
                .internalServerError, .internalError,
                "Failed to deduct credits: the credit ledger did not answer. "
                    + "If the picture was paid for, it is in your history.")
        case .failed(let problem, let refund):
            self.init(problem, refund)
            if case .doneBefore = refund { isReplay = true }
        }
    }

    /// The ledger could not answer; `cause` is safe for anybody to read.
    init(ledgerFailure cause: String) {
        self.init(
            .internalServerError, .internalError,
            "Failed to deduct credits: \(cause). Nothing was charged; please try again.")
    }

    private init(_ refusal: Refusal) {
        switch refusal {
        case .insufficientCredits(let required, let available):
            self.init(
                HTTPResponse.Status(code: 402, reasonPhrase: "Payment Required"), .insufficientCredits,
                "Insufficient credits. Please purchase more credits to continue generating characters.")
            details.required = required.count
            details.available = available.count
        case .tooManyInFlight(let limit):
            self.init(
                .tooManyInFlight,
                "\(limit) of your pictures are being made already. Wait for one to be ready.")
            details.limit = limit
            retryAfter = 2
        case .inconsistentBalance:
            self.init(
                .internalServerError, .internalError,
                "Failed to deduct credits: this account's records need the attention of the owner of this server. "
                    + "Nothing was charged.")
        default:
            // Cannot come of a hold as this server asks for it; if it does, nothing was charged.
            self.init(ledgerFailure: "the credit ledger refused the charge")
        }
    }

    private init(_ problem: GenerationProblem, _ refund: GenerationError.Refund) {
        let credits =
            switch refund {
            case .done, .doneBefore: "Nothing was charged: your credits are back."
            case .pending: "Nothing will be charged: your credits come back within a few minutes."
            }
        let sentence =
            switch problem.kind {
            case .providerError: "The picture could not be made. \(credits) Please try again."
            case .providerTimeout: "The picture took too long to make. \(credits) Please try again."
            case .contentBlocked:
                "The image provider declined to make this picture. \(credits) Please try other options."
            case .storageFailed: "The picture could not be stored. \(credits) Please try again."
            case .cancelled: "This generation was cancelled. \(credits)"
            case .interrupted: "The picture was interrupted in the making. \(credits) Please try again."
            }
        self.init(problem.kind.outcome, sentence)
    }

    /// What the table of outcomes says that an outcome is answered with.
    private init(_ outcome: GenerationOutcome, _ message: String) {
        let code = outcome.price.code.flatMap(Code.init(rawValue:)) ?? .internalError
        self.init(HTTPResponse.Status(integerLiteral: outcome.price.status), code, message)
    }

    /// What a generation of the past failed with.
    static func forHistory(_ problem: GenerationProblem) -> APIError {
        APIError(problem, .done)
    }
}
