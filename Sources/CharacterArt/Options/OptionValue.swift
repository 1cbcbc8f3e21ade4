/// One of the values that an option can take, with the name that people read.
public protocol OptionValue: RawRepresentable<String>, CaseIterable, Codable, Hashable, Sendable {
    /// English, for people: "Dark brown".
    var label: String { get }
}

extension OptionValue {
    public var label: String { plainLabel }

    /// The raw value as words, the first one capitalised.
    var plainLabel: String {
        let words = rawValue.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// Every raw value, in the order of the cases.
    static var names: [String] { allCases.map(\.rawValue) }
}
