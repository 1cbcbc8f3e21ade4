import AsyncHTTPClient
import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why a bucket did not do what it was asked.
enum S3Failure: Error, Sendable {
    /// There was no answer in time.
    case timedOut(after: Duration)
    /// It could not be reached, or the connection broke.
    case unreachable(String)
    /// It answered with an error.
    case refused(S3Refusal)
    /// What it answered is not how S3 answers.
    case unintelligible(String)
    /// The one who asked has gone.
    case cancelled

    /// Whether the same request may succeed in a moment.
    var mayPass: Bool {
        switch self {
        case .timedOut, .unreachable: true
        case .refused(let refusal): refusal.mayPass
        case .unintelligible, .cancelled: false
        }
    }

    /// What was thrown on the way.
    init(_ error: any Error) {
        switch error {
        case let error as S3Failure: self = error
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError where error == .cancelled: self = .cancelled
        case let error as HTTPClientError: self = .unreachable(error.shortDescription.lowercased())
        case let error as NIOConnectionError: self = .unreachable(Self.cause(of: error))
        case let error as IOError: self = .unreachable(String(cString: strerror(error.errnoCode)).lowercased())
        case is NIOTooManyBytesError: self = .unintelligible("an answer that is too long")
        default: self = .unreachable(String("\(error)".prefix(200)).replacing("\n", with: " "))
        }
    }

    private static func cause(of error: NIOConnectionError) -> String {
        if let error = error.connectionErrors.first?.error as? IOError {
            return String(cString: strerror(error.errnoCode)).lowercased()
        }
        return error.connectionErrors.isEmpty ? "\(error.host) is not known" : "no connection"
    }
}

extension S3Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .timedOut(let duration): "no answer within \(duration.components.seconds) s"
        case .unreachable(let cause): "cannot be reached: \(cause)"
        case .refused(let refusal): "\(refusal)"
        case .unintelligible(let what): "answered with \(what)"
        case .cancelled: "no longer wanted"
        }
    }
}

/// An error as S3 tells it.
///
/// Source: Amazon S3 API Reference, "Error Responses".
struct S3Refusal: Sendable {
    let status: Int
    /// The code, such as `NoSuchKey`; an answer to HEAD has none.
    let code: String?
    let message: String?
    let requestID: String?

    private static let passingCodes: Set<String> = [
        "InternalError", "OperationAborted", "RequestTimeout", "ServiceUnavailable", "SlowDown", "Throttling",
    ]

    /// - Parameter secrets: What no log may hold, whatever the answer repeats.
    init(_ answer: S3Answer, hiding secrets: [String]) {
        let error = XMLElement(answer.body)
        let told = { (name: String) -> String? in
            guard let text = error?.first(name)?.text, !text.isEmpty else { return nil }
            return secrets.reduce(String(text.prefix(300))) { $0.replacing($1, with: "…") }
                .replacing("\n", with: " ")
        }
        status = answer.status
        code = told("Code")
        message = told("Message")
        requestID = told("RequestId") ?? answer.header("x-amz-request-id")
    }

    var mayPass: Bool {
        [429, 500, 502, 503, 504].contains(status) || code.map(Self.passingCodes.contains) ?? false
    }
}

extension S3Refusal: CustomStringConvertible {
    var description: String {
        let what = code.map { "\(status) \($0)" } ?? "status \(status)"
        let why = message.map { ": " + ($0.hasSuffix(".") ? String($0.dropLast()) : $0) } ?? ""
        return what + why + (requestID.map { " (request \($0))" } ?? "")
    }
}
