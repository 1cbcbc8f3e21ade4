import CharacterArt
package import CreditLedger
package import NIOPosix

/// The built-in illustrator as a generator: no key, no network, some tens of milliseconds a picture.
package struct IllustratorGenerator: TimedGenerator {
    package let name = "illustrator"
    /// All of them: it draws from vectors.
    package let sizes = PictureSize.allCases
    package let deadline: Duration

    private let threads: NIOThreadPool

    /// The illustrator, drawing on `threads`: it blocks, and may not do so where tasks run.
    package init(threads: NIOThreadPool, deadline: Duration = .seconds(120)) {
        self.threads = threads
        self.deadline = deadline
    }

    package func draw(
        _ specification: PictureSpecification, within patience: Duration, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing {
        let attempt = AttemptTimer(provider: name, time: .system)
        let picture: Picture
        do throws(GeneratorError) { picture = try await self.picture(of: specification) } catch {
            throw DrawingFailure(error, attempts: [attempt.record(.failed)])
        }
        return Drawing(picture: picture, generator: name, attempts: [attempt.record(.delivered)])
    }

    private func picture(of picture: PictureSpecification) async throws(GeneratorError) -> Picture {
        let png: [UInt8]
        do {
            png = try await threads.runIfActive {
                try Illustrator().draw(picture.options, side: picture.size.side)
            }
        } catch {
            throw .drawingFailed(error)
        }
        return try Picture(png: png, isTransparent: picture.options.transparent)
    }
}
