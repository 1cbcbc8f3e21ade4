import Generation
import HTTPTypes
import Hummingbird
import Logging

/// `GET /images/NAME.png`: pictures, for whoever knows their names, which cannot be guessed.
///
/// What is under a name never changes, so the name is also its strong validator. A picture passes through in parts:
/// what one request takes of the memory does not grow with the picture.
struct ImageEndpoints: Sendable {
    let images: any ImageStore
    let retention: ImageRetention?

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("images/:file", use: get)
        router.head("images/:file", use: head)
    }

    @Sendable
    private func head(_ request: Request, context: ServerContext) async throws -> Response {
        let name = try name(of: context)
        let total = try await byteCount(of: name, context)
        if isKnown(name, to: request) { return notModified(name) }
        return Response(status: .ok, headers: headers(of: name, length: total))
    }

    @Sendable
    private func get(_ request: Request, context: ServerContext) async throws -> Response {
        let name = try name(of: context)
        if isKnown(name, to: request) {
            _ = try await byteCount(of: name, context)
            return notModified(name)
        }
        guard let range = request.headers[.range], mayRange(name, request) else {
            return try await whole(name, context)
        }
        let total = try await byteCount(of: name, context)
        switch ByteRange(range, of: total) {
        case .whole: return try await whole(name, context)
        case .part(let range): return try await part(range, of: name, total: total, context)
        case .unsatisfiable: return unsatisfiable(of: total)
        }
    }

    private func whole(_ name: ImageName, _ context: ServerContext) async throws -> Response {
        let first = try await read(0..<ImagePart.usualByteCount, of: name, context)
        let total = first.totalByteCount
        return Response(
            status: .ok, headers: headers(of: name, length: total),
            body: body(of: name, first, in: 0..<total, context))
    }

    private func part(
        _ range: Range<Int>, of name: ImageName, total: Int, _ context: ServerContext
    ) async throws -> Response {
        let first = try await read(range.prefix(ImagePart.usualByteCount), of: name, context)
        var headers = headers(of: name, length: range.count)
        headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(total)"
        return Response(
            status: .partialContent, headers: headers, body: body(of: name, first, in: range, context))
    }

    /// The bytes in a range whose first are there already; the others are read as the client takes them.
    private func body(
        of name: ImageName, _ first: ImagePart, in range: Range<Int>, _ context: ServerContext
    ) -> ResponseBody {
        guard first.bytes.count < range.count else { return ResponseBody(byteBuffer: ByteBuffer(bytes: first.bytes)) }
        return ResponseBody(contentLength: range.count) { writer in
            var part = first
            var position = range.lowerBound
            while true {
                try await writer.write(ByteBuffer(bytes: part.bytes))
                position += part.bytes.count
                guard position < range.upperBound else { break }
                // An error, or an end that comes too early, ends the connection: the client sees that something lacks.
                part = try await read((position..<range.upperBound).prefix(ImagePart.usualByteCount), of: name, context)
                guard !part.bytes.isEmpty else { throw ImageStoreError("The picture \(name) became shorter.") }
            }
            try await writer.finish(nil)
        }
    }

    private func name(of context: ServerContext) throws(APIError) -> ImageName {
        let parts = (context.parameters.get("file") ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "png", let name = ImageName(parts[0]) else { throw .noPicture }
        return name
    }

    private func byteCount(of name: ImageName, _ context: ServerContext) async throws(APIError) -> Int {
        let count: Int?
        do throws(ImageStoreError) { count = try await images.byteCount(of: name) } catch {
            throw unreadable(error, context)
        }
        guard let count else { throw .noPicture }
        return count
    }

    private func read(
        _ range: Range<Int>, of name: ImageName, _ context: ServerContext
    ) async throws(APIError) -> ImagePart {
        let part: ImagePart?
        do throws(ImageStoreError) { part = try await images.read(range, of: name) } catch {
            throw unreadable(error, context)
        }
        guard let part else { throw .noPicture }
        return part
    }

    private func unreadable(_ error: ImageStoreError, _ context: ServerContext) -> APIError {
        context.logger.error("A picture could not be read", metadata: ["cause": "\(error)"])
        return .pictureUnreadable
    }
}

// What the headers of a picture say.
extension ImageEndpoints {
    private static let yearInSeconds: Int64 = 31_536_000

    private func headers(of name: ImageName, length: Int) -> HTTPFields {
        [
            .contentType: "image/png", .contentLength: "\(length)", .eTag: tag(of: name), .acceptRanges: "bytes",
            .cacheControl: cacheControl, .xContentTypeOptions: "nosniff", .accessControlAllowOrigin: "*",
        ]
    }

    private func notModified(_ name: ImageName) -> Response {
        Response(
            status: .notModified,
            headers: [.eTag: tag(of: name), .cacheControl: cacheControl, .accessControlAllowOrigin: "*"])
    }

    private func unsatisfiable(of total: Int) -> Response {
        let error = APIError(
            .rangeNotSatisfiable, .invalidRequest, "The picture has \(total) bytes, and none in this range.")
        var response = error.answer
        response.headers[.contentRange] = "bytes */\(total)"
        return response
    }

    private func tag(of name: ImageName) -> String { "\"\(name)\"" }

    /// A cache must not keep for longer than this server does.
    private var cacheControl: String {
        let kept = retention.map { min($0.duration.components.seconds, Self.yearInSeconds) } ?? Self.yearInSeconds
        return "public, max-age=\(kept), immutable"
    }

    /// Whether the client has this picture already (RFC 9110, section 13.1.2).
    private func isKnown(_ name: ImageName, to request: Request) -> Bool {
        request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { text in
            let text = text.filter { $0 != " " }
            return text == "*" || (text.hasPrefix("W/") ? String(text.dropFirst(2)) : text) == tag(of: name)
        }
    }

    /// Whether a part goes with the parts that the client has already (RFC 9110, section 13.1.5).
    private func mayRange(_ name: ImageName, _ request: Request) -> Bool {
        request.headers[.ifRange].map { $0 == tag(of: name) } ?? true
    }
}

extension Range<Int> {
    /// Its first numbers, as a range.
    fileprivate func prefix(_ count: Int) -> Range<Int> {
        lowerBound..<Swift.min(upperBound, lowerBound + count)
    }
}

extension APIError {
    fileprivate static let noPicture = APIError(
        .notFound, .notFound, "There is no such picture, or it is kept no longer.")

    fileprivate static var pictureUnreadable: APIError {
        var error = APIError(
            .serviceUnavailable, .internalError, "The picture cannot be read right now. Please try again in a moment.")
        error.retryAfter = 5
        return error
    }
}
