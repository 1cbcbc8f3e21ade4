package import CreditLedger

/// A generator that can be told how much time is left: what others are composed of.
package protocol TimedGenerator: ImageGenerator {
    /// Draws a character, or throws within `patience`.
    func draw(
        _ picture: PictureSpecification, within patience: Duration, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing
}

extension TimedGenerator {
    /// Draws a character, or throws within the deadline.
    public func draw(
        _ picture: PictureSpecification, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing {
        try await draw(picture, within: deadline, paidBy: hold)
    }
}
