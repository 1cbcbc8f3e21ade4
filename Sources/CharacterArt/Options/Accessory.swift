/// Something worn, as it is named in a request.
public enum Accessory: String, OptionValue {
    case none
    case glasses
    case sunglasses
    case headphones
    case cap
    case beanie
}

/// What is worn on the eyes.
public enum Eyewear: String, OptionValue {
    case glasses
    case sunglasses
}

/// What is worn on the head.
public enum Headwear: String, OptionValue {
    case cap
    case beanie
}
