/// The colour of the hair, and, darkened, of the brows.
public enum HairColor: String, OptionValue {
    case black
    case darkBrown = "dark_brown"
    case brown
    case auburn
    case ginger
    case darkBlonde = "dark_blonde"
    case blonde
    case platinum
    case grey
    case white
    case blue
    case purple
}
