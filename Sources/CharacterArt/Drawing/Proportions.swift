/// Where the parts of one build of figure sit and how large they are, in units of the 1024 canvas.
///
/// The head's parts are placed on a reference head whose chin is at (512, 612); the whole head is
/// then scaled about its chin and moved to `chinY`. The body is scaled about the canvas's foot.
struct Proportions: Sendable, Decodable {
    let headScaleX: Double
    let headScaleY: Double
    let chinY: Double
    let bodyScaleX: Double
    let bodyScaleY: Double
    let eyeScale: Double
    let eyeX: Double
    let eyeY: Double
    let browY: Double
    let browScale: Double
    let noseY: Double
    let noseScale: Double
    let mouthY: Double
    let mouthScale: Double
    let cheekY: Double
    let cheekScale: Double

    /// From the reference body to the canvas.
    var body: Transform {
        Transform.moved(512, 990).scaled(bodyScaleX, bodyScaleY).moved(-512, -990)
    }

    /// From the reference head to the canvas, tilted about the chin by some degrees.
    func head(tilt degrees: Double) -> Transform {
        Transform.moved(512, chinY).rotated(degrees).scaled(headScaleX, headScaleY).moved(-512, -612)
    }
}

/// The proportions of every age and gender.
struct ProportionTable: Sendable, Decodable {
    private let table: [String: [String: Proportions]]

    init(from decoder: any Decoder) throws {
        table = try decoder.singleValueContainer().decode([String: [String: Proportions]].self)
    }

    func proportions(of age: AgeGroup, _ gender: Gender) throws(IllustratorError) -> Proportions {
        guard let proportions = table[age.rawValue]?[gender.rawValue] else {
            throw .malformedFile(
                "proportions.json", reason: "it has no \(age.rawValue), \(gender.rawValue)")
        }
        return proportions
    }
}
