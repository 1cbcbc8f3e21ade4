public import CharacterArt
public import CreditLedger
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What was asked for, as a charge keeps it.
public struct GenerationOrder: Hashable, Sendable {
    /// How many pictures may be ordered at once.
    public static let counts = 1...10

    /// What each picture is to be like.
    public let picture: PictureSpecification
    /// How many pictures, 1 to 10.
    public let count: Int
    /// Where its end is to be told, besides where the account is told of all.
    public let webhookURL: String?

    /// An order of pictures of a character.
    public init(_ picture: PictureSpecification, count: Int = 1, webhookURL: String? = nil) {
        self.picture = picture
        self.count = count
        self.webhookURL = webhookURL
    }

    /// An order of one picture of the usual size and quality.
    public init(options: CharacterOptions) {
        self.init(PictureSpecification(options))
    }

    /// The character.
    public var options: CharacterOptions { picture.options }

    /// The same for equal orders in every release, and else another: 32 hexadecimal digits.
    public var fingerprint: String {
        let terms = "/\(picture.size.rawValue)/\(picture.quality.rawValue)/\(count)"
        return SHA256.hash(data: Data(options.canonicalJSON + Array(terms.utf8))).prefix(16).hexadecimal
    }

    /// What one picture of the order cost that a charge was opened for.
    func unitPrice(of charge: Charge) -> Credits {
        .credits(charge.amount.count / Int64(count))
    }
}

extension GenerationOrder: Codable {
    private enum CodingKeys: String, CodingKey {
        case options, size, quality, count
        case webhookURL = "webhook_url"
    }

    /// What was stored before an option existed gets its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        picture = PictureSpecification(
            try container.decode(CharacterOptions.self, forKey: .options),
            size: try container.decodeIfPresent(PictureSize.self, forKey: .size) ?? .standard,
            quality: try container.decodeIfPresent(PictureQuality.self, forKey: .quality) ?? .medium)
        count = max(1, try container.decodeIfPresent(Int.self, forKey: .count) ?? 1)
        webhookURL = try container.decodeIfPresent(String.self, forKey: .webhookURL)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(picture.options, forKey: .options)
        try container.encode(picture.size, forKey: .size)
        try container.encode(picture.quality, forKey: .quality)
        try container.encode(count, forKey: .count)
        try container.encodeIfPresent(webhookURL, forKey: .webhookURL)
    }
}

/// What was delivered, as a charge keeps it.
public struct GenerationResult: Codable, Hashable, Sendable {
    /// The pictures, one at the least; fewer than were ordered if some could not be made.
    public let images: [ImageName]
    /// Whether their background is clear.
    public let transparent: Bool
    /// Who drew them.
    public let generator: String
    /// The tries that they took; absent if none was recorded.
    public let attempts: [GenerationAttempt]?

    /// The first picture.
    public var image: ImageName { images[0] }

    /// - Precondition: There is a picture.
    init(images: [ImageName], transparent: Bool, generator: String, attempts: [GenerationAttempt] = []) {
        precondition(!images.isEmpty, "A result without a picture is none.")
        self.images = images
        self.transparent = transparent
        self.generator = generator
        self.attempts = GenerationAttempt.kept(attempts)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        images = try container.decode([ImageName].self, forKey: .images)
        transparent = try container.decode(Bool.self, forKey: .transparent)
        generator = try container.decode(String.self, forKey: .generator)
        attempts = try container.decodeIfPresent([GenerationAttempt].self, forKey: .attempts)
        guard !images.isEmpty else {
            throw DecodingError.dataCorruptedError(forKey: .images, in: container, debugDescription: "No picture.")
        }
    }
}

/// Why nothing was delivered, as a released charge keeps it.
public struct GenerationProblem: Codable, Hashable, Sendable, Error {
    /// What kind of problem it was.
    public let kind: Kind
    /// The tries before it; absent if none was recorded.
    public let attempts: [GenerationAttempt]?

    init(kind: Kind, attempts: [GenerationAttempt] = []) {
        self.kind = kind
        self.attempts = GenerationAttempt.kept(attempts)
    }

    /// The kinds of problem, by what a person can do. Stored: never change a raw value.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        case providerError = "provider_error"
        case providerTimeout = "provider_timeout"
        case contentBlocked = "content_blocked"
        case storageFailed = "storage_failed"
        /// The server stopped before the generation was done.
        case interrupted
        /// The customer called it off.
        case cancelled
    }
}

extension GenerationProblem {
    /// The server stopped before the generation was done.
    public static let interrupted = GenerationProblem(kind: .interrupted)
    /// The customer called it off.
    public static let cancelled = GenerationProblem(kind: .cancelled)

    init(_ failure: DrawingFailure) {
        self.init(kind: Kind(failure.error), attempts: failure.attempts)
    }

    /// Why a charge that is closed delivered nothing; `nil` if it is open or delivered something.
    public init?(_ stage: Charge.Stage) {
        switch stage {
        case .held, .captured: return nil
        case .released(let reason, _):
            self = (try? reason.decode(GenerationProblem.self)) ?? .interrupted
        case .expired: self = .interrupted
        }
    }
}

extension GenerationProblem.Kind {
    fileprivate init(_ error: GeneratorError) {
        switch error {
        case .timedOut: self = .providerTimeout
        case .contentBlocked: self = .contentBlocked
        case .rejected, .unreachable, .answerCut, .resting, .unusablePicture, .drawingFailed: self = .providerError
        }
    }
}

/// What a charge keeps of a generation; all of it has a JSON form.
protocol GenerationRecord: Encodable {}

extension GenerationOrder: GenerationRecord {}
extension GenerationResult: GenerationRecord {}
extension GenerationProblem: GenerationRecord {}

extension Payload {
    init(_ record: some GenerationRecord) {
        do { try self.init(json: record) } catch {
            preconditionFailure("Records of texts and flags have a JSON form: \(error)")
        }
    }
}

extension Sequence<UInt8> {
    var hexadecimal: String {
        flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }.joined()
    }
}
