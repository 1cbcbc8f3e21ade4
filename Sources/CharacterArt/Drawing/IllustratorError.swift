/// Why a picture could not be drawn. Each is a fault of the art or the machine, never of the options.
public enum IllustratorError: Error, Hashable, Sendable {
    /// The side asked for, in pixels, is outside `Illustrator.sides`.
    case sideOutOfRange(Int)
    /// A file of the art that the code relies on is not there.
    case missingFile(String)
    /// A file of the art cannot be read as what it is.
    case malformedFile(String, reason: String)
    /// A part of the art names a tone that no palette has.
    case unknownTone(String, part: String)
    /// There is no memory for a picture of this size.
    case outOfMemory
    /// The renderer refused the composed drawing.
    case renderingFailed(reason: String)
}

extension IllustratorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sideOutOfRange(let side):
            "A side of \(side) pixels is not within \(Illustrator.sides.lowerBound) to \(Illustrator.sides.upperBound)."
        case .missingFile(let path): "The art has no file \(path)."
        case .malformedFile(let path, let reason): "The art's file \(path) cannot be read: \(reason)."
        case .unknownTone(let tone, let part): "The part \(part) names a tone \(tone) that no palette has."
        case .outOfMemory: "There is no memory for a picture of this size."
        case .renderingFailed(let reason): "The drawing could not be rendered: \(reason)."
        }
    }
}
