public import CreditLedger

/// What pictures cost: rules from top to bottom, of which the first that fits counts, and a price for the rest.
public struct PriceTable: Hashable, Sendable {
    /// What a picture costs that no rule is about.
    public let standard: Credits
    /// The rules, the first that fits first.
    public let rules: [Rule]

    /// A price for some pictures; what is `nil` fits all of them.
    public struct Rule: Hashable, Sendable {
        /// The generator's name.
        public var generator: String?
        /// The model's name.
        public var model: String?
        /// How large the picture is.
        public var size: PictureSize?
        /// How carefully it is drawn.
        public var quality: PictureQuality?
        /// From how many pictures in one order on.
        public var count: Int?
        /// What each picture costs, above zero.
        public var credits: Credits

        /// A rule.
        public init(
            generator: String? = nil, model: String? = nil, size: PictureSize? = nil, quality: PictureQuality? = nil,
            count: Int? = nil, credits: Credits
        ) {
            self.generator = generator
            self.model = model
            self.size = size
            self.quality = quality
            self.count = count
            self.credits = credits
        }
    }

    /// A table of rules.
    public init(standard: Credits, rules: [Rule] = []) {
        self.standard = standard
        self.rules = rules
    }

    /// What each picture of an order costs.
    public func unitPrice(
        size: PictureSize, quality: PictureQuality, count: Int, generator: String, model: String
    ) -> Credits {
        let rule = rules.first { rule in
            (rule.generator ?? generator) == generator && (rule.model ?? model) == model
                && (rule.size ?? size) == size && (rule.quality ?? quality) == quality && (rule.count ?? 1) <= count
        }
        return rule?.credits ?? standard
    }
}
