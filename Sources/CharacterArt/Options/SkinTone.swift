/// The tone of the skin, from the lightest to the deepest.
public enum SkinTone: String, OptionValue {
    case porcelain
    case fair
    case light
    case medium
    case olive
    case brown
    case dark
    case deep
}
