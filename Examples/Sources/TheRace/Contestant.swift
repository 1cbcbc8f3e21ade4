/// The ways to sell a picture that race against each other.
enum Contestant: String, CaseIterable {
    case original, mended, scrip

    /// The heading of its column.
    var title: String {
        switch self {
        case .original: "check, deduct"
        case .mended: "with the fix"
        case .scrip: "Scrip"
        }
    }

    var flow: any Flow.Type {
        switch self {
        case .original: OriginalFlow.self
        case .mended: MendedFlow.self
        case .scrip: ScripFlow.self
        }
    }
}
