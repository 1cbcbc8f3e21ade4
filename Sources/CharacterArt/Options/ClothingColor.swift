/// The main colour of the garment.
public enum ClothingColor: String, OptionValue {
    case white
    case black
    case navy
    case red
    case blue
    case green
    case yellow
    case purple
    case pink
    case orange
    case teal
}
