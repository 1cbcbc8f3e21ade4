public import CreditLedger

/// Makes a picture of a character.
///
/// It is paid work: a generator can only be asked by one who shows the hold that pays for it.
public protocol ImageGenerator: Sendable {
    /// What the generator is called in the configuration, in records and in logs.
    var name: String { get }

    /// Which model draws, as the price list names it.
    var model: String { get }

    /// The quality of an order that names none.
    var defaultQuality: PictureQuality { get }

    /// The sizes that it draws; ``PictureSize/standard`` is one of them.
    var sizes: [PictureSize] { get }

    /// The longest that ``draw(_:paidBy:)`` takes.
    var deadline: Duration { get }

    /// Draws a character, or throws within the deadline; either way every try is told.
    func draw(
        _ picture: PictureSpecification, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing
}

extension ImageGenerator {
    public var model: String { name }
    public var defaultQuality: PictureQuality { .medium }
    public var sizes: [PictureSize] { [.standard] }
}
