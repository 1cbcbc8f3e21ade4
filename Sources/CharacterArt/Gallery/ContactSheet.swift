/// Many small characters on one picture, in a grid, each with a caption.
public struct ContactSheet: Sendable {
    /// One character on a sheet.
    struct Cell: Sendable {
        let caption: String
        let options: CharacterOptions
    }

    /// What the sheet shows, as part of a file's name: "garments".
    public let name: String
    let columns: Int
    let cells: [Cell]

    /// The sides that a character on a sheet may have, in pixels.
    public static let cellSides = 64...300

    /// The sheet as an opaque PNG.
    ///
    /// - Parameter cellSide: Of each character, in pixels; one of `cellSides`.
    /// - Throws: `sideOutOfRange`, or a fault of the art or the machine.
    public func draw(cellSide: Int = 240) throws(IllustratorError) -> [UInt8] {
        guard Self.cellSides.contains(cellSide) else { throw .sideOutOfRange(cellSide) }
        let grid = Grid(columns: columns, count: cells.count, side: cellSide)
        var svg = SVGDocument(width: grid.width, height: grid.height)
        let library = try ArtLibrary.embedded.get()
        for (index, cell) in cells.enumerated() {
            svg.text += grid.frame(of: index, caption: cell.caption)
            let composition = try Composition(cell.options, library: library)
            try composition.write(to: &svg.text, prefix: "cell-\(index)-")
            svg.text += "</g>"
        }
        return try Raster(width: grid.width, height: grid.height, isTransparent: false).png(of: svg.closed)
    }
}

/// Where the cells of a sheet are, in pixels.
private struct Grid {
    let columns: Int
    let count: Int
    let side: Int

    private let gap = 8
    private let captionHeight = 20

    init(columns: Int, count: Int, side: Int) {
        self.columns = columns
        self.count = count
        self.side = side
    }

    var width: Int { gap + columns * (side + gap) }
    var height: Int { gap + (count + columns - 1) / columns * (side + captionHeight + gap) }

    /// The cell's backdrop and caption, and the opening of the group that its character goes in.
    func frame(of index: Int, caption: String) -> String {
        let x = gap + index % columns * (side + gap)
        let y = gap + index / columns * (side + captionHeight + gap)
        let scale = Double(side) / Double(Composition.canvas)
        return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(side)\" height=\"\(side)\" rx=\"14\" fill=\"#f3f1ee\"/>"
            + "<text x=\"\(x + side / 2)\" y=\"\(y + side + 14)\" font-family=\"sans-serif\" font-size=\"12\""
            + " text-anchor=\"middle\" fill=\"#5b5763\">\(caption)</text>"
            + "<g transform=\"\(Transform.moved(Double(x), Double(y)).scaled(scale, scale).svg)\">"
    }
}
