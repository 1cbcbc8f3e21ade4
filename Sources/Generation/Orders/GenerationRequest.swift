public import CharacterArt
public import CreditLedger
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One click on Generate: who pays, and for what.
public struct GenerationRequest: Sendable {
    /// Whose credits, and which.
    public var key: BalanceKey
    /// Who asks, for the journal.
    public var actor: ActorID
    /// The character.
    public var options: CharacterOptions
    /// How large the pictures are.
    public var size: PictureSize
    /// How carefully they are drawn; as the generator does by itself if `nil`.
    public var quality: PictureQuality?
    /// How many pictures.
    public var count: Int
    /// Where its end is to be told.
    public var webhookURL: String?
    /// Whether an earlier picture of the same order will do, free of charge.
    public var mayBeCached: Bool
    /// The client's own name for the click, if it gave one.
    public var idempotencyKey: String?

    /// A request.
    public init(
        key: BalanceKey, actor: ActorID, options: CharacterOptions, size: PictureSize = .standard,
        quality: PictureQuality? = nil, count: Int = 1, mayBeCached: Bool = false, idempotencyKey: String? = nil
    ) {
        self.key = key
        self.actor = actor
        self.options = options
        self.size = size
        self.quality = quality
        self.count = count
        self.mayBeCached = mayBeCached
        self.idempotencyKey = idempotencyKey
    }

    /// The reference of the charge: a new one for each click, or the same one for the same key of the
    /// same account, so that the ledger itself knows a repeated request.
    func reference() -> Reference {
        guard let idempotencyKey else { return .unique("gen") }
        let digest = SHA256.hash(data: Data("\(key.account)/\(idempotencyKey)".utf8))
        return Reference(stringLiteral: "gen_" + digest.prefix(16).hexadecimal)
    }
}
