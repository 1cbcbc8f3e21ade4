/// The garment on the upper body.
public enum Clothing: String, OptionValue {
    case tshirt
    case hoodie
    case sweater
    case jacket
    case tank
    case dress
    case blouse
    case polo
    case buttonup
    case henley

    public var label: String {
        switch self {
        case .tshirt: "T-shirt"
        case .tank: "Tank top"
        case .polo: "Polo shirt"
        case .buttonup: "Button-up shirt"
        default: plainLabel
        }
    }
}
