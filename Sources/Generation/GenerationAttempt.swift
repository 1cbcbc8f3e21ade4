public import CreditLedger

/// One try at a provider, as a charge keeps it: enough to find it again in the provider's own records.
///
/// Stored with the charge, so its texts and its number are bounded.
public struct GenerationAttempt: Codable, Hashable, Sendable {
    /// The most tries that a charge keeps.
    public static let maximumCount = 16
    /// The most characters that one of its texts has.
    static let maximumTextLength = 128

    /// The name of the generator that was asked.
    public let provider: String
    /// Which of its models; `nil` if it has only one.
    public let model: String?
    /// The provider's own name for the request, if it gave one.
    public let requestID: String?
    /// The status of the provider's answer, if there was an HTTP answer.
    public let status: Int?
    /// What came of it.
    public let outcome: Outcome
    /// When it began.
    public let started: Timestamp
    /// How long it took, in milliseconds.
    public let milliseconds: Int64

    /// What can come of a try. Stored: never change a raw value.
    public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        /// It brought the picture.
        case delivered
        /// The provider's rules forbid the content.
        case blocked
        /// The provider answered with an error.
        case rejected
        /// There was no picture in time.
        case timedOut = "timed_out"
        /// The provider could not be reached, or hung up before it answered.
        case unreachable
        /// The answer broke off.
        case cut
        /// What came was no picture that can be delivered.
        case unusable
        /// The provider was not asked, since it has failed too often of late.
        case skipped
        /// The illustrator failed.
        case failed
    }

    /// A try. Texts are cut to 128 characters.
    public init(
        provider: String, model: String? = nil, requestID: String? = nil, status: Int? = nil, outcome: Outcome,
        started: Timestamp, milliseconds: Int64
    ) {
        self.provider = Self.bounded(provider)
        self.model = model.map(Self.bounded)
        self.requestID = requestID.map(Self.bounded)
        self.status = status
        self.outcome = outcome
        self.started = started
        self.milliseconds = milliseconds
    }

    /// As many tries as a charge keeps, the first of them; `nil` of none.
    static func kept(_ attempts: [GenerationAttempt]) -> [GenerationAttempt]? {
        attempts.isEmpty ? nil : Array(attempts.prefix(maximumCount))
    }

    private static func bounded(_ text: String) -> String { String(text.prefix(maximumTextLength)) }
}
