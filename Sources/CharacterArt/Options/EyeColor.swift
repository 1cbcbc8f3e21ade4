/// The colour of the irises.
public enum EyeColor: String, OptionValue {
    case dark
    case brown
    case blue
    case green
    case hazel
    case grey
}
