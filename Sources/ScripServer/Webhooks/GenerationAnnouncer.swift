public import CreditLedger
import Generation
public import Webhooks

/// Tells of generations by webhook, in the words of `GET /v1/generations/ID`.
public struct GenerationAnnouncer: ChargeAnnouncing {
    private let address: String

    /// An announcer that tells addresses below `address`, without a slash at its end.
    public init(address: String) {
        self.address = address
    }

    public func announcement(of charge: Charge) -> WebhookAnnouncement? {
        guard let mark = charge.resolved, let order = try? charge.order.decode(GenerationOrder.self) else { return nil }
        let type = type(of: charge)
        let body = WebhookBody(type: type, timestamp: mark.at, data: news(of: charge, resolvedAt: mark.at))
        return WebhookAnnouncement(type: type, body: body.json, url: order.webhookURL)
    }

    private func type(of charge: Charge) -> WebhookEventType {
        switch charge.stage {
        case .captured: .generationSucceeded
        case .released, .expired, .held:
            GenerationProblem(charge.stage)?.kind == .cancelled ? .generationCancelled : .generationFailed
        }
    }

    private func news(of charge: Charge, resolvedAt: Timestamp) -> GenerationNews {
        let result = charge.capture.flatMap { try? $0.result.decode(GenerationResult.self) }
        let images = result?.images.map { "\(address)/images/\($0).png" } ?? []
        return GenerationNews(
            id: charge.reference.text, status: type(of: charge).status, pool: charge.key.pool.name,
            credits: charge.capture?.amount.count ?? 0, image: images.first, images: images,
            error: GenerationProblem(charge.stage).map(NewsOfProblem.init), createdAt: "\(charge.opened.at)",
            finishedAt: "\(resolvedAt)")
    }
}

/// A generation as its event tells it.
private struct GenerationNews: Encodable {
    var id: String
    var status: String
    var pool: String
    var credits: Int64
    var image: String?
    var images: [String]
    var error: NewsOfProblem?
    var createdAt: String
    var finishedAt: String

    enum CodingKeys: String, CodingKey {
        case id, status, pool, credits, image, images, error
        case createdAt = "created_at"
        case finishedAt = "finished_at"
    }
}

/// Why a generation failed, as its event tells it.
private struct NewsOfProblem: Encodable {
    var code: APIError.Code
    var error: String

    init(_ problem: GenerationProblem) {
        let answer = APIError.forHistory(problem)
        code = answer.code
        error = answer.message
    }
}

extension WebhookEventType {
    /// The status of a generation that ended so.
    fileprivate var status: String {
        switch self {
        case .generationSucceeded: "succeeded"
        case .generationCancelled: "cancelled"
        case .generationFailed, .test: "failed"
        }
    }
}
