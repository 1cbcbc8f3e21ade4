package import AsyncHTTPClient
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How an interface of a provider is spoken: what is sent, and what an answer means. Without any I/O.
package protocol ImageAPI: Sendable {
    /// The name of the provider in the configuration, in records and in logs.
    var provider: String { get }

    /// Which model draws.
    var model: String { get }

    /// Whether the model can leave the background clear by itself.
    var makesClearBackgrounds: Bool { get }

    /// The quality of an order that names none.
    var defaultQuality: PictureQuality { get }

    /// The request for one picture, which `prompt` puts into words.
    func request(for prompt: String, of picture: PictureSpecification) throws -> HTTPClientRequest

    /// The provider's own name for what it answered.
    func requestID(of answer: ProviderAnswer) -> String?

    /// The picture in an answer.
    func picture(in answer: ProviderAnswer) throws(GeneratorError) -> ProviderPicture
}

extension ImageAPI {
    package var defaultQuality: PictureQuality { .medium }
}

/// How a provider delivers a picture.
package enum ProviderPicture: Equatable, Sendable {
    /// The file in base64.
    case base64(String)
    /// Where the file can be fetched.
    case address(String)
}

extension HTTPClientRequest {
    /// A POST of JSON, with one header that says by what right.
    static func post(
        _ body: some Encodable, to url: String, header name: String, _ value: String
    ) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: name, value: value)
        request.body = .bytes(ByteBuffer(data: try JSONEncoder().encode(body)))
        return request
    }
}
