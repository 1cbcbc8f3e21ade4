public import CreditLedger

/// Some of the pictures in a store, and where the others go on.
public struct ImageListing: Hashable, Sendable {
    /// The pictures; there may be none although others follow.
    public var images: [Image]
    /// Where the next step begins; `nil` if this was the last.
    public var next: ImageCursor?

    /// A picture that is there.
    public struct Image: Hashable, Sendable {
        /// Its name.
        public let name: ImageName
        /// When it was last saved, by the clock of where it is kept.
        public let savedAt: Timestamp

        /// A picture saved at a moment.
        public init(name: ImageName, savedAt: Timestamp) {
            self.name = name
            self.savedAt = savedAt
        }
    }

    /// Pictures, and where others follow.
    public init(images: [Image], next: ImageCursor?) {
        self.images = images
        self.next = next
    }
}

/// A place in a store's order of its pictures, which means something to that store alone.
public struct ImageCursor: Hashable, Sendable {
    /// The place, in the store's own words.
    public let text: String

    /// A place in a store's order.
    public init(_ text: String) {
        self.text = text
    }
}
