import Crypto
import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The studio at `/`, and the files that pages load.
struct PageEndpoints: Sendable {
    let pages: Pages

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("/") { _, _ in pages.studio() }
        router.get("assets/:file", use: asset)
        router.get("favicon.ico") { _, _ in
            Response(status: .movedPermanently, headers: [.location: "/assets/icon.svg"])
        }
    }

    @Sendable
    private func asset(_ request: Request, context: ServerContext) async throws -> Response {
        let file = context.parameters.get("file") ?? ""
        guard let text = EmbeddedFiles.all["assets/" + file], let type = Self.contentType(of: file) else {
            throw APIError(.notFound, .notFound, "There is no such file.")
        }
        let tag = "\"" + SHA256.hash(data: Data(text.utf8)).prefix(8).map { String($0, radix: 16) }.joined() + "\""
        let headers: HTTPFields = [.contentType: type, .cacheControl: "no-cache", .eTag: tag]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func contentType(of file: String) -> String? {
        switch file.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: nil
        }
    }
}
