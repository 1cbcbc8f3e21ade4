import CharacterArt
import Webhooks

/// The body of `POST /v1/webhooks`, checked field by field.
struct WebhookRequest {
    private let url: String
    private let events: Set<WebhookEventType>
    private let label: String

    init(_ fields: [String: FieldValue]) throws(APIError) {
        url = try Self.url(fields["url"])
        events = try Self.events(fields["events"])
        label = try Self.label(fields["label"])
    }

    func subscription(_ reach: WebhookURL.Reach) throws(APIError) -> WebhookRegistry.Subscription {
        do throws(WebhookError) {
            return WebhookRegistry.Subscription(
                url: try WebhookURL(url, within: reach), events: events, label: label)
        } catch {
            throw APIError(error)
        }
    }

    private static func url(_ value: FieldValue?) throws(APIError) -> String {
        switch value ?? .null {
        case .string(let text): return text
        case .null: throw APIError(invalid: "url", "url is missing; it must be where events are to be sent.")
        case let other: throw APIError(invalid: "url", "url must be a string; got \(other.kind).")
        }
    }

    private static func events(_ value: FieldValue?) throws(APIError) -> Set<WebhookEventType> {
        let names = WebhookEventType.subscribable.map(\.rawValue)
        let expectation = "events must be an array of one or more of \(names.joined(separator: ", "))"
        switch value ?? .null {
        case .null: return []
        case .array(let values) where !values.isEmpty:
            let types = values.compactMap { value -> WebhookEventType? in
                guard case .string(let name) = value, names.contains(name) else { return nil }
                return WebhookEventType(rawValue: name)
            }
            guard types.count == values.count else { fallthrough }
            return Set(types)
        default: throw APIError(invalid: "events", expectation + ".", allowed: names)
        }
    }

    private static func label(_ value: FieldValue?) throws(APIError) -> String {
        switch value ?? .null {
        case .null: return ""
        case .string(let text) where text.unicodeScalars.count <= WebhookRegistry.maximumLabelLength: return text
        default:
            throw APIError(
                invalid: "label",
                "label must be a string of at most \(WebhookRegistry.maximumLabelLength) characters.")
        }
    }
}
