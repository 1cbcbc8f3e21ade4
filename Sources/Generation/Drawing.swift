/// What a generator made: the picture, who drew it, and every try that it took.
public struct Drawing: Sendable {
    /// The picture.
    public let picture: Picture
    /// The name of the generator that drew it; of several, the one that did.
    public let generator: String
    /// Every try at a provider, the first one first; the last one brought the picture.
    public let attempts: [GenerationAttempt]

    /// A picture that a generator made.
    public init(picture: Picture, generator: String, attempts: [GenerationAttempt] = []) {
        self.picture = picture
        self.generator = generator
        self.attempts = attempts
    }
}

/// No picture was made: why, and every try at it.
public struct DrawingFailure: Error, Sendable {
    /// Why the last try brought none.
    public let error: GeneratorError
    /// Every try at a provider, the first one first.
    public let attempts: [GenerationAttempt]

    /// The failure of some tries.
    public init(_ error: GeneratorError, attempts: [GenerationAttempt] = []) {
        self.error = error
        self.attempts = attempts
    }
}

extension DrawingFailure: CustomStringConvertible {
    public var description: String {
        attempts.count > 1 ? "\(error), in try \(attempts.count)" : error.description
    }
}
