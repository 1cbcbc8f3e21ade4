public import CharacterArt
public import CreditLedger

/// Makes a picture of a character.
///
/// It is paid work: a generator can only be asked by one who shows the hold that pays for it.
public protocol ImageGenerator: Sendable {
    /// What the generator is called in the configuration, in records and in logs.
    var name: String { get }

    /// The longest that ``draw(_:paidBy:)`` takes.
    var deadline: Duration { get }

    /// Draws a character, or throws within the deadline.
    func draw(
        _ options: CharacterOptions, paidBy hold: borrowing Hold
    ) async throws(GeneratorError) -> Picture
}
