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
        guard let name = name(of: context.parameters.get("file") ?? ""), let png = try await picture(name) else {
            throw APIError(.notFound, .notFound, "There is no such picture.")
        }
        let headers: HTTPFields = [
            .contentType: "image/png", .contentLength: "\(png.count)",
            .cacheControl: "public, max-age=31536000, immutable", .xContentTypeOptions: "nosniff",
            .accessControlAllowOrigin: "*",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
    }
    private func name(of file: String) -> ImageName? {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[1] == "png" ? ImageName(parts[0]) : nil
    }

    private func picture(_ name: ImageName) async throws -> [UInt8]? {
        try await images.load(name)
    }
}
