public import CharacterArt
import CreditLedger

/// What was asked for, as a charge keeps it.
public struct GenerationOrder: Codable, Hashable, Sendable {
    /// The character.
    public let options: CharacterOptions

    /// The order of a character.
    public init(options: CharacterOptions) {
        self.options = options
    }
}

/// What was delivered, as a charge keeps it.
public struct GenerationResult: Codable, Hashable, Sendable {
    /// The picture.
    public let image: ImageName
    /// Whether its background is clear.
    public let transparent: Bool
    /// Who drew it.
    public let generator: String
}

/// Why nothing was delivered, as a released charge keeps it.
public struct GenerationProblem: Codable, Hashable, Sendable, Error {
    /// What kind of problem it was.
    public let kind: Kind

    /// The kinds of problem, by what a person can do. Stored: never change a raw value.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        case providerError = "provider_error"
        case providerTimeout = "provider_timeout"
        case contentBlocked = "content_blocked"
        case storageFailed = "storage_failed"
        /// The server stopped before the generation was done.
        case interrupted
    }
}

extension GenerationProblem {
    /// The server stopped before the generation was done.
    public static let interrupted = GenerationProblem(kind: .interrupted)

    init(_ error: GeneratorError) {
        switch error {
        case .timedOut: kind = .providerTimeout
        case .contentBlocked: kind = .contentBlocked
        case .rejected, .unreachable, .unusablePicture, .drawingFailed: kind = .providerError
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
