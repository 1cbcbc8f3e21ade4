/// What one option is called, what it takes and what it is if left out.
public struct OptionDescription: Hashable, Sendable, Encodable {
    /// What a request may carry in the field.
    public enum Kind: String, Hashable, Sendable, Encodable {
        /// One of `values`.
        case choice
        /// One of `values`, or an array of them.
        case choices
        /// `true` or `false`.
        case flag
        /// A whole number from 0.
        case number
    }

    /// One of the values of an option.
    public struct Value: Hashable, Sendable, Encodable {
        /// As requests name it.
        public let name: String
        /// English, for people.
        public let label: String
        /// For a colour, the one that represents it, as `#rrggbb`.
        public let swatch: String?
    }

    /// The name of the field in a request.
    public let field: String
    /// English, for people.
    public let label: String
    /// What the field takes.
    public let kind: Kind
    /// Whether a request without the field is refused.
    public let isRequired: Bool
    /// What the field is when absent; `nil` exactly if it is required.
    public let defaultValue: String?
    /// The values in the order to show them; empty for a flag and a number.
    public let values: [Value]
}

extension OptionDescription {
    static func choice<Option: OptionValue>(
        _ field: String, _ label: String, _ type: Option.Type, swatches family: String? = nil
    ) -> OptionDescription {
        OptionDescription(
            field: field, label: label, kind: .choice, isRequired: true, defaultValue: nil,
            values: values(type, swatches: family))
    }

    static func choice<Option: OptionValue>(
        _ field: String, _ label: String, default fallback: Option
    ) -> OptionDescription {
        OptionDescription(
            field: field, label: label, kind: .choice, isRequired: false,
            defaultValue: fallback.rawValue, values: values(Option.self))
    }

    static func values<Option: OptionValue>(_: Option.Type, swatches family: String? = nil) -> [Value] {
        Option.allCases.map { value in
            Value(
                name: value.rawValue, label: value.label,
                swatch: family.flatMap { Palette.embedded?.swatch(of: value.rawValue, in: $0) })
        }
    }
}
