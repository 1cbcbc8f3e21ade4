extension Receipt {
    /// The receipt in one line, for the person whose credits they are.
    ///
    /// What did not cost anything in the end reads as one thing that happened, not as two movements.
    public var sentence: String {
        switch outcome {
        case .held(let until):
            "Under way: \(amount.inWords) reserved until \(until)."
        case .delivered(let paid, let held) where paid < held:
            "Delivered for \(paid.inWords); the other \(returned) of \(held) reserved went back."
        case .delivered(let paid, _):
            "Delivered for \(paid.inWords)."
        case .partlyRefunded(let paid, let refunded):
            "Delivered for \(paid.inWords), after a refund of \(refunded)."
        case .notDelivered(let amount):
            "Not delivered, \(amount.returnedInWords)."
        case .refunded(let amount):
            "Delivered and refunded, \(amount.returnedInWords)."
        }
    }
}

extension Credits {
    fileprivate var inWords: String { self == 1 ? "1 credit" : "\(self) credits" }

    fileprivate var returnedInWords: String { self == 1 ? "credit returned" : "\(self) credits returned" }
}
