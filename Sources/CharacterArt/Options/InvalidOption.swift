/// The first field of a request that cannot be drawn, and what would be right instead.
public struct InvalidOption: Error, Hashable, Sendable {
    /// What is wrong with a field, in order of precedence.
    public enum Problem: Hashable, Sendable {
        /// The field is required, and absent or null.
        case missing
        /// The value is of another type than the field's; `got` names its type, such as "a number".
        case wrongType(got: String)
        /// The value is of the right type but none of the field's values; `got` is cut to a safe length.
        case unknownValue(got: String)
    }

    /// The name of the field as the client wrote it.
    public let field: String
    /// What is wrong with it.
    public let problem: Problem
    /// The values that the field takes, or one phrase if they cannot be listed.
    public let allowed: [String]

    /// A sentence for the person who made the request: names the field and lists its values.
    public var message: String {
        switch problem {
        case .missing: "\(field) is missing; it must be \(expectation)."
        case .wrongType(let got): "\(field) must be \(expectation); got \(got)."
        case .unknownValue(let got): "\(field) must be \(expectation); got \"\(got)\"."
        }
    }

    private var expectation: String {
        let values = allowed.joined(separator: ", ")
        return allowed.count == 1 ? values : "one of \(values)"
    }

    /// An option that is refused.
    public init(field: String, problem: Problem, allowed: [String]) {
        self.field = field
        self.problem = problem
        self.allowed = allowed
    }

    /// At most 40 characters of a client's text, without those that could upset a log or a page.
    static func safe(_ text: String) -> String {
        let limit = 40
        let isCut = text.unicodeScalars.count > limit
        let kept = text.unicodeScalars.prefix(limit).map { scalar in
            isPlain(scalar) ? Character(scalar) : "?"
        }
        return String(kept) + (isCut ? "…" : "")
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: !["\"", "\\", "<", ">", "&"].contains(scalar)
        }
    }
}

extension InvalidOption: CustomStringConvertible {
    public var description: String { message }
}
