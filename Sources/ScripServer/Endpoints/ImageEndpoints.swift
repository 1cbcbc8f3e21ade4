import Generation
import HTTPTypes
import Hummingbird

/// `GET /images/NAME.png`: pictures, for whoever knows their names, which cannot be guessed.
struct ImageEndpoints: Sendable {
    let images: any ImageStore

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("images/:file", use: get)
        router.head("images/:file", use: get)
    }

    @Sendable
    private func get(_ request: Request, context: ServerContext) async throws -> Response {
        let parts = (context.parameters.get("file") ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "png", let name = ImageName(parts[0]),
            let png = try await images.load(name)
        else { throw APIError(.notFound, .notFound, "There is no such picture.") }
        let headers: HTTPFields = [
            .contentType: "image/png", .contentLength: "\(png.count)",
            .cacheControl: "public, max-age=31536000, immutable", .xContentTypeOptions: "nosniff",
            .accessControlAllowOrigin: "*",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
    }
}
