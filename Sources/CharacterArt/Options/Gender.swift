/// The character's gender: build, jaw, brows, lashes and lips.
public enum Gender: String, OptionValue {
    case male
    case female
}
