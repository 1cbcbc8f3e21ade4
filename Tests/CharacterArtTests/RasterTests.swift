import Foundation
import Testing

@testable import CharacterArt

@Suite struct RasterTests {
    private let raster = Raster(width: 32, height: 32, isTransparent: true)

    @Test func `keeps colours whole where a pixel is half clear`() throws {
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"32\">"
            + "<rect width=\"32\" height=\"32\" fill=\"#ff8000\" fill-opacity=\"0.5\"/></svg>"
        let pixel = try Picture(png: try raster.png(of: svg))[16, 16]
        #expect(pixel[0] == 255)
        #expect((126...130).contains(pixel[1]))
        #expect(pixel[2] == 0)
        #expect((127...128).contains(pixel[3]))
    }

    @Test(arguments: ["", "not a drawing", "<svg", "<html></html>"])
    func `says why a text is no drawing`(text: String) {
        #expect(throws: IllustratorError.self) { try raster.png(of: text) }
    }

    @Test func `follows no reference to a file`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "reference-\(UUID()).png")
        let white = Raster(width: 32, height: 32, isTransparent: false)
        let empty = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"32\"/>"
        try Data(try white.png(of: empty)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"32\">"
            + "<image href=\"\(file.absoluteString)\" width=\"32\" height=\"32\"/></svg>"
        #expect(try Picture(png: try raster.png(of: svg))[16, 16] == [0, 0, 0, 0])
    }

    @Test(arguments: [15, 4097])
    func `refuses a size out of range`(width: Int) {
        #expect(throws: IllustratorError.self) {
            try Raster(width: width, height: 32, isTransparent: true).png(of: "<svg/>")
        }
    }
}
