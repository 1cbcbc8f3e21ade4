/// Everything a character wears besides the garment, at most one thing in each place.
///
/// Equal looks are equal values, however they were named.
public struct Accessories: Hashable, Sendable {
    /// What is worn on the eyes.
    public let eyewear: Eyewear?
    /// What is worn on the head.
    public let headwear: Headwear?
    /// Whether headphones are worn, over the headwear if there is any.
    public let hasHeadphones: Bool

    /// Nothing worn.
    public static let none = Accessories([])

    /// The look of some named accessories: of glasses and sunglasses, and of cap and beanie, the
    /// first named is worn; `none` and repetitions add nothing.
    public init(_ named: some Sequence<Accessory>) {
        var eyewear: Eyewear?
        var headwear: Headwear?
        var hasHeadphones = false
        for accessory in named {
            switch accessory {
            case .none: break
            case .glasses: eyewear = eyewear ?? .glasses
            case .sunglasses: eyewear = eyewear ?? .sunglasses
            case .cap: headwear = headwear ?? .cap
            case .beanie: headwear = headwear ?? .beanie
            case .headphones: hasHeadphones = true
            }
        }
        self.eyewear = eyewear
        self.headwear = headwear
        self.hasHeadphones = hasHeadphones
    }

    /// What is worn, in the order of `Accessory.allCases`; empty if nothing is.
    public var worn: [Accessory] {
        Accessory.allCases.filter { accessory in
            switch accessory {
            case .none: false
            case .glasses: eyewear == .glasses
            case .sunglasses: eyewear == .sunglasses
            case .headphones: hasHeadphones
            case .cap: headwear == .cap
            case .beanie: headwear == .beanie
            }
        }
    }
}

extension Accessories: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Accessory...) {
        self.init(elements)
    }
}

extension Accessories: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Accessory].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(worn)
    }
}
