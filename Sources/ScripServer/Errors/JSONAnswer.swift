import HTTPTypes
import Hummingbird
import NIOFoundationCompat

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Answers in JSON.
enum JSONAnswer {
    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let data = data(value)
        let headers: HTTPFields = [
            .contentType: "application/json; charset=utf-8", .contentLength: "\(data.count)", .cacheControl: "no-store",
        ]
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(data: data)))
    }

    /// A value's JSON, on one line.
    static func text(_ value: some Encodable) -> String {
        String(decoding: data(value), as: UTF8.self)
    }

    private static func data(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        // Sorted, so that a replay is the first answer to the byte.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("Every answer has a JSON form: \(type(of: value)) has none.")
        }
        return data
    }
}

extension HTTPField.Name {
    static let apiKey = Self.literal("x-api-key")
    static let idempotencyKey = Self.literal("idempotency-key")
    static let idempotentReplayed = Self.literal("idempotent-replayed")
    static let lastEventID = Self.literal("last-event-id")
    static let prefer = Self.literal("prefer")
    static let preferenceApplied = Self.literal("preference-applied")
    static let requestedWith = Self.literal("x-requested-with")
    static let secFetchSite = Self.literal("sec-fetch-site")
    static let xAccelBuffering = Self.literal("x-accel-buffering")
    static let referrerPolicy = Self.literal("referrer-policy")

    private static func literal(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("Not a field name: \(name)") }
        return name
    }
}

extension Response {
    /// The answer, and then the end of the connection, whatever the client is still sending.
    func closingConnection() -> Response {
        var response = self
        response.headers[.connection] = "close"
        let body = body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            throw ConnectionIsOver()
        }
        return response
    }
}

/// Thrown after an answer's last byte: the server then closes the connection.
private struct ConnectionIsOver: Error {}
