import CharacterArt
import CreditLedger
import Generation
import Hummingbird

/// A generation as clients are told it: a view of its charge.
struct GenerationItem: Encodable {
    let id: String
    let status: Status
    let createdAt: String
    /// The first picture.
    let image: String?
    /// True when the pictures were delivered, and are kept no longer.
    let imageExpired: Bool?
    /// All pictures; fewer than `count` if some could not be made.
    let images: [String]
    let options: CharacterOptions
    let size: PictureSize
    let quality: PictureQuality
    let count: Int
    let pool: String
    /// What was held for it.
    let price: Int64
    /// What was paid for it and not given back.
    let credits: Int64
    let error: Problem?

    /// What has become of a generation.
    enum Status: String, Encodable {
        case queued
        case running
        case succeeded
        case failed
        case cancelled

        /// Whether nothing comes after it.
        var isFinal: Bool { self != .queued && self != .running }
    }

    /// Why nothing was delivered.
    struct Problem: Encodable {
        let code: APIError.Code
        let error: String

        init(_ problem: GenerationProblem) {
            let answer = APIError.forHistory(problem)
            code = answer.code
            error = answer.message
        }
    }

    enum CodingKeys: String, CodingKey {
        case id, status, image, images, options, size, quality, count, pool, price, credits, error
        case createdAt = "created_at"
        case imageExpired = "image_expired"
    }

    /// A charge as a generation, or `nil` if it paid for something else.
    ///
    /// - Parameter isDispatched: Whether drawing has begun, where the charge does not tell.
    init?(_ charge: Charge, isDispatched: Bool, in endpoints: GenerationEndpoints, asSeenFrom request: Request) {
        guard let order = try? charge.order.decode(GenerationOrder.self) else { return nil }
        let result = charge.capture.flatMap { try? $0.result.decode(GenerationResult.self) }
        id = charge.reference.text
        status = Status(charge.stage, isDispatched: isDispatched)
        createdAt = "\(charge.opened.at)"
        let isExpired =
            result != nil && endpoints.retention?.isOver(for: charge, at: SystemClock().now()) ?? false
        imageExpired = isExpired ? true : nil
        images = isExpired ? [] : result?.images.map { endpoints.address.image($0, asSeenFrom: request) } ?? []
        image = images.first
        options = order.options
        size = order.picture.size
        quality = order.picture.quality
        count = order.count
        pool = charge.key.pool.name
        price = charge.amount.count
        credits = charge.capture.map { $0.amount.count - $0.refunded.count } ?? 0
        error = GenerationProblem(charge.stage).map(Problem.init)
    }
}

extension GenerationItem.Status {
    init(_ stage: Charge.Stage, isDispatched: Bool) {
        switch stage {
        case .held: self = isDispatched ? .running : .queued
        case .captured: self = .succeeded
        case .released, .expired:
            self = GenerationProblem(stage)?.kind == .cancelled ? .cancelled : .failed
        }
    }
}
