import CharacterArt
import CreditLedger
import Generation
import HTTPTypes
import Hummingbird
import Webhooks

/// Reads what a request for pictures asks for.
struct GenerationBody {
    let fields: [String: FieldValue]

    /// The whole request: the options, how many pictures of what size and quality, and where its end is told.
    ///
    /// - Parameter reach: Where that may be.
    func request(from caller: Caller, key: String?, reach: WebhookURL.Reach) throws -> GenerationRequest {
        var request = try characterRequest(from: caller, key: key)
        request.size = try choice("size") ?? .standard
        request.quality = try choice("quality")
        request.count = try count("n") ?? 1
        request.webhookURL = try address("webhook_url", within: reach)
        return request
    }

    /// One picture of the usual size, as the function makes it: other fields are none of its.
    func characterRequest(from caller: Caller, key: String?) throws -> GenerationRequest {
        let options: CharacterOptions
        let mayBeCached: Bool
        do throws(InvalidOption) {
            options = try CharacterOptions(fields: fields)
            mayBeCached = try flag("cache")
        } catch {
            throw APIError(error)
        }
        return GenerationRequest(
            key: caller.balance, actor: caller.actor, options: options, mayBeCached: mayBeCached, idempotencyKey: key)
    }

    private subscript(field: String) -> FieldValue? {
        fields[field].flatMap { $0 == .null ? nil : $0 }
    }

    private func flag(_ field: String) throws(InvalidOption) -> Bool {
        switch self[field] {
        case nil: return false
        case .bool(let value): return value
        case let value?:
            throw InvalidOption(field: field, problem: .wrongType(got: value.kind), allowed: ["true", "false"])
        }
    }

    private func choice<Value: RawRepresentable<String> & CaseIterable>(_ field: String) throws(APIError) -> Value? {
        let allowed = Value.allCases.map(\.rawValue)
        switch self[field] {
        case nil: return nil
        case .string(let text):
            guard let value = Value(rawValue: text) else {
                throw invalid(field, "\(field) must be one of \(allowed.joined(separator: ", ")).", allowed: allowed)
            }
            return value
        case let value?:
            throw invalid(
                field, "\(field) must be one of \(allowed.joined(separator: ", ")); got \(value.kind).",
                allowed: allowed)
        }
    }

    private func address(_ field: String, within reach: WebhookURL.Reach) throws(APIError) -> String? {
        switch self[field] {
        case nil: return nil
        case .string(let text):
            do throws(WebhookError) { return try WebhookURL(text, within: reach).text } catch {
                guard case .invalidURL(let problem) = error else { throw APIError(error) }
                throw invalid(field, "\(field) \(problem).", allowed: nil)
            }
        case let value?: throw invalid(field, "\(field) must be an address; got \(value.kind).", allowed: nil)
        }
    }

    private func count(_ field: String) throws(APIError) -> Int? {
        guard let value = self[field] else { return nil }
        let counts = GenerationOrder.counts
        guard case .integer(let number) = value, let count = Int(exactly: number), counts.contains(count) else {
            let message = "\(field) must be a whole number from \(counts.lowerBound) to \(counts.upperBound)."
            throw invalid(field, message, allowed: nil)
        }
        return count
    }

    private func invalid(_ field: String, _ message: String, allowed: [String]?) -> APIError {
        var error = APIError(.badRequest, .validationError, message)
        error.details.field = field
        error.details.allowed = allowed
        return error
    }
}
