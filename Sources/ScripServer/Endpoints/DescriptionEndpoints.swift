import HTTPTypes
import Hummingbird

/// `GET /openapi.yaml`: the interface, described for programs (OpenAPI 3.1).
struct DescriptionEndpoints: Sendable {
    /// The description, as it lies in the binary.
    static var text: String {
        guard let text = EmbeddedFiles.all["openapi.yaml"] else {
            preconditionFailure("The description of the interface is part of every build.")
        }
        return text
    }

    func add(to router: some RouterMethods<ServerContext>) {
        let text = Self.text
        router.get("openapi.yaml") { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "application/yaml; charset=utf-8", .contentLength: "\(text.utf8.count)",
                    .cacheControl: "no-cache", .accessControlAllowOrigin: "*",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }
}
