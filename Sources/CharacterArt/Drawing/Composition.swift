/// The order and the places of the parts that make up one character.
struct Composition: Sendable {
    let options: CharacterOptions
    let library: ArtLibrary
    let expression: Expression
    let proportions: Proportions

    init(_ options: CharacterOptions, library: ArtLibrary) throws(IllustratorError) {
        self.options = options
        self.library = library
        expression = Expression(seed: options.seed)
        proportions = try library.proportions.proportions(of: options.ageGroup, options.gender)
    }

    /// From the back to the front.
    var layers: [Layer] {
        hairBehind + bodyAndGarment + headAndFace + hairInFront + wornInFront
    }

    private var body: Transform { proportions.body }
    private var head: Transform { proportions.head(tilt: expression.headTilt) }
    private var accessories: Accessories { options.accessories }

    private var hairBehind: [Layer] {
        optional("hair/\(options.hairStyle.rawValue)/\(hatPrefix)back", scope: "hair-back", head)
    }

    private var bodyAndGarment: [Layer] {
        let garment = "garment/\(options.clothing.rawValue)/"
        return optional(garment + "back", scope: "garment-back", body)
            + [
                .part("body/\(options.gender.rawValue)", scope: "body", body),
                .clipped("head/shadow", scope: "head-shadow", head, onto: "body-outline", body),
                .part(garment + "front", scope: "garment", body),
            ]
    }

    private var headAndFace: [Layer] {
        [
            .part("head/ears", scope: "ears", head),
            .part("head/\(options.ageGroup.rawValue)-\(options.gender.rawValue)", scope: "head", head),
            .part("face/cheek", scope: "cheek-left", place(-124, proportions.cheekY, proportions.cheekScale)),
            .part("face/cheek", scope: "cheek-right", place(124, proportions.cheekY, proportions.cheekScale)),
        ] + mark + [
            .part("face/nose", scope: "nose", place(0, proportions.noseY, proportions.noseScale)),
            .part(
                "face/mouth-\(expression.mouth)", scope: "mouth",
                place(0, proportions.mouthY, proportions.mouthScale)),
        ] + eyes + brows
    }

    private var mark: [Layer] {
        guard let mark = expression.mark else { return [] }
        return [.part("face/\(mark)", scope: "mark", place(0, proportions.noseY, 1))]
    }

    /// The eyeballs are lit from the same side; only lids and lashes are mirrored.
    private var eyes: [Layer] {
        let lid = "face/lid-\(options.gender.rawValue)"
        let (x, y, scale) = (proportions.eyeX, proportions.eyeY, proportions.eyeScale)
        return [
            .part("face/eye", scope: "eye-left", place(-x, y, scale)),
            .part("face/eye", scope: "eye-right", place(x, y, scale)),
            .part(lid, scope: "lid-left", place(-x, y, scale)),
            .part(lid, scope: "lid-right", place(x, y, scale).scaled(-1, 1)),
        ]
    }

    private var brows: [Layer] {
        let brow = "face/brow-\(options.gender.rawValue)"
        let (x, y) = (proportions.eyeX + 4, proportions.browY - expression.browLift)
        let scale = proportions.browScale
        return [
            .part(brow, scope: "brow-left", place(-x, y, scale).rotated(expression.browTilt)),
            .part(brow, scope: "brow-right", place(x, y, scale).scaled(-1, 1).rotated(expression.browTilt)),
        ]
    }

    private var hairInFront: [Layer] {
        let front = optional("hair/\(options.hairStyle.rawValue)/\(hatPrefix)front", scope: "hair", head)
        return eyewear("arms", scope: "eyewear-arms", scale: 1)
            + (front.isEmpty ? [] : shadowsOfHair) + looseStrand + front
    }

    private var shadowsOfHair: [Layer] {
        let onFace = shadowOnFace(of: "hair-outline")
        guard options.hairStyle == .long else { return [onFace] }
        let onBody = Layer.shadow(
            of: "hair-outline", head, onto: "body-outline", body, tone: "cloth-deep", steps: Shadow.onBody)
        return [onBody, onFace]
    }

    private func shadowOnFace(of shape: String) -> Layer {
        .shadow(of: shape, head, onto: "head-outline", head, tone: "skin-deep", steps: Shadow.onFace)
    }

    /// Grows from under the hair, and no hat leaves room for it.
    private var looseStrand: [Layer] {
        guard accessories.headwear == nil, options.hairStyle.hasLooseStrands else { return [] }
        return expression.strand.map { [.part("hair/\($0)", scope: "strand", head)] } ?? []
    }

    private var wornInFront: [Layer] {
        let headwear = accessories.headwear.map { hat("worn/\($0.rawValue)") } ?? []
        let onEars: [Layer] =
            accessories.hasHeadphones ? [.part("worn/headphones", scope: "headphones", headphones)] : []
        // Glasses grow with the eyes, but less: a grown-up's still reach the ears.
        return eyewear("front", scope: "eyewear", scale: 0.7 + 0.3 * proportions.eyeScale) + headwear + onEars
    }

    /// The band hugs what it is worn over, so it grows from the ears with the hair or the hat.
    private var headphones: Transform {
        let (width, height) = headphoneFit
        return head.moved(512, 430).scaled(width, height).moved(-512, -430)
    }

    private var headphoneFit: (width: Double, height: Double) {
        if accessories.headwear != nil { return (1.09, 1.11) }
        return switch options.hairStyle {
        case .buzz: (0.93, 0.88)
        case .sidepart, .undercut, .pixie: (0.99, 1)
        case .quiff, .combover: (0.99, 1.06)
        case .afro, .curly: (1.06, 1.04)
        case .bob, .long: (1.06, 1)
        case .ponytail, .buns, .messy: (1.02, 1)
        }
    }

    private func hat(_ name: String) -> [Layer] {
        [shadowOnFace(of: "headwear-outline"), .part(name, scope: "headwear", head)]
    }

    /// Lenses sit at the height of the eyes, however old the face is.
    private func eyewear(_ piece: String, scope: String, scale: Double) -> [Layer] {
        guard let eyewear = accessories.eyewear else { return [] }
        return [.part("worn/\(eyewear.rawValue)-\(piece)", scope: scope, place(0, proportions.eyeY, scale))]
    }

    /// Hair under a hat is a drawing of its own: squashed, and without what the hat covers.
    private var hatPrefix: String {
        accessories.headwear == nil ? "" : "hat-"
    }

    private func place(_ x: Double, _ y: Double, _ scale: Double) -> Transform {
        head.moved(512 + x, y).scaled(scale, scale)
    }

    /// A part that only some styles have.
    private func optional(_ name: String, scope: String, _ transform: Transform) -> [Layer] {
        library.parts[name] == nil ? [] : [.part(name, scope: scope, transform)]
    }
}

extension HairStyle {
    /// Whether a strand can come loose over the forehead.
    var hasLooseStrands: Bool {
        switch self {
        case .buzz, .afro, .curly: false
        default: true
        }
    }
}
