import CharacterArt
public import CreditLedger
public import NIOPosix

/// The built-in illustrator as a generator: no key, no network, some tens of milliseconds a picture.
public struct IllustratorGenerator: ImageGenerator {
    public let name = "illustrator"
    /// All of them: it draws from vectors.
    public let sizes = PictureSize.allCases
    public let deadline: Duration

    private let threads: NIOThreadPool

    /// The illustrator, drawing on `threads`: it blocks, and may not do so where tasks run.
    public init(threads: NIOThreadPool, deadline: Duration = .seconds(120)) {
        self.threads = threads
        self.deadline = deadline
    }

    public func draw(
        _ picture: PictureSpecification, paidBy hold: borrowing Hold
    ) async throws(GeneratorError) -> Picture {
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
