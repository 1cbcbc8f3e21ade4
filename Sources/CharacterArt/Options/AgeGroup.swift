/// The character's age, which sets the proportions.
public enum AgeGroup: String, OptionValue {
    case kid
    case preteen
    case teen
    case youngAdult = "young_adult"
    case adult

    public var label: String {
        switch self {
        case .preteen: "Pre-teen"
        default: plainLabel
        }
    }
}
