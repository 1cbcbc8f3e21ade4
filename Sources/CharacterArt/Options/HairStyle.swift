/// How the hair is cut and worn.
public enum HairStyle: String, OptionValue {
    case bob
    case ponytail
    case buns
    case long
    case pixie
    case undercut
    case quiff
    case sidepart
    case buzz
    case combover
    case messy
    case afro
    case curly

    public var label: String {
        switch self {
        case .sidepart: "Side part"
        case .buzz: "Buzz cut"
        case .combover: "Comb-over"
        default: plainLabel
        }
    }
}
