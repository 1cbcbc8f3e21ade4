/// The text of an SVG document while it is being written.
struct SVGDocument {
    /// What has been written so far, from the opening `svg` element on.
    var text: String

    init(width: Int, height: Int) {
        text = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
        text += " width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">"
    }

    /// The whole document.
    var closed: String { text + "</svg>" }
}
