import CharacterArt
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads the bodies of requests, within bounds.
enum RequestBodies {
    /// The most that a JSON body may have, in bytes.
    static let maximumByteCount = 65_536
    /// How long a client may take to send one.
    static let patience = Duration.seconds(30)

    /// The fields of a JSON object.
    static func fields(of request: Request) async throws -> [String: FieldValue] {
        guard isJSON(request.headers[.contentType]) else {
            throw APIError(
                .unsupportedMediaType, .unsupportedMediaType,
                "The body must be JSON, sent as Content-Type: application/json.")
        }
        let data = Data(buffer: try await bytes(of: request))
        // JSON is UTF-8 (RFC 8259 section 8.1), where no zero byte stands; the decoder would take UTF-16 too.
        guard !data.contains(0) else { throw APIError(.badRequest, .invalidRequest, "The body is not UTF-8.") }
        let value: FieldValue
        do {
            value = try JSONDecoder().decode(FieldValue.self, from: data)
        } catch {
            throw APIError(.badRequest, .invalidRequest, "The body is not valid JSON.")
        }
        guard case .object(let fields) = value else {
            throw APIError(.badRequest, .invalidRequest, "The body must be a JSON object; got \(value.kind).")
        }
        return fields
    }

    /// The whole body.
    static func bytes(of request: Request) async throws -> ByteBuffer {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= maximumByteCount else { throw tooLarge }
        let body = request.body
        return try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask { try await body.collect(upTo: maximumByteCount) }
            group.addTask {
                try await Task.sleep(for: patience)
                throw APIError(.requestTimeout, .requestTimeout, "The body took too long to arrive.")
            }
            defer { group.cancelAll() }
            do {
                return try await group.next() ?? ByteBuffer()
            } catch is NIOTooManyBytesError {
                throw tooLarge
            }
        }
    }

    private static var tooLarge: APIError {
        APIError(
            .contentTooLarge, .payloadTooLarge, "The body is larger than \(maximumByteCount / 1_024) KiB.")
    }

    /// Whether a content type is JSON (RFC 6839 section 3.1); none at all is taken for it.
    private static func isJSON(_ contentType: String?) -> Bool {
        guard let contentType else { return true }
        let type = contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        return type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
    }
}
