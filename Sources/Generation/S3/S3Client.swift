import AsyncHTTPClient
import CreditLedger
import NIOCore
import NIOHTTP1

/// Asks a bucket with signed requests, and again while that may help.
struct S3Client: Sendable {
    let http: HTTPClient
    let address: S3Address
    let signature: SignatureV4
    let patience: S3ImageStore.Patience
    let clock: any LedgerClock

    /// The answer to a request, if its status is one of those that are looked for.
    func send(_ request: S3Request, expecting statuses: Set<Int>) async throws(S3Failure) -> S3Answer {
        let bodyHash = SignatureV4.hash(of: request.body)
        var attempt = 1
        while true {
            let failure: S3Failure
            switch await self.attempt(request, bodyHash) {
            case .success(let answer) where statuses.contains(answer.status): return answer
            case .success(let answer): failure = .refused(S3Refusal(answer, hiding: secrets))
            case .failure(let error): failure = error
            }
            guard failure.mayPass, attempt < patience.attempts else { throw failure }
            await pause(after: attempt)
            guard !Task.isCancelled else { throw .cancelled }
            attempt += 1
        }
    }

    private var secrets: [String] {
        [signature.credentials.secretAccessKey, signature.credentials.sessionToken].compactMap { $0 }
            .filter { !$0.isEmpty }
    }

    /// Doubles from attempt to attempt, and is never twice the same: those who were turned away together do not
    /// come back together.
    private func pause(after attempt: Int) async {
        let longest = patience.pause * (1 << min(attempt - 1, 16))
        let pause = min(longest, .seconds(5)) * Double.random(in: 0.5...1)
        try? await Task.sleep(for: pause)
    }

    private func attempt(_ request: S3Request, _ bodyHash: String) async -> Result<S3Answer, S3Failure> {
        let signed = signed(request, bodyHash)
        let (http, limit) = (http, request.answerLimit)
        do {
            return .success(
                try await withDeadline(patience.timeout) {
                    let response = try await http.execute(signed, deadline: .distantFuture)
                    let body = try await response.body.collect(upTo: limit)
                    return S3Answer(
                        status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
                        body: Array(body.readableBytesView))
                })
        } catch is DeadlineExceeded {
            return .failure(.timedOut(after: patience.timeout))
        } catch {
            return .failure(S3Failure(error))
        }
    }

    private func signed(_ request: S3Request, _ bodyHash: String) -> HTTPClientRequest {
        let now = clock.now()
        let path = address.path(of: request.key)
        var headers = request.headers
        headers += [
            ("host", address.host), ("x-amz-content-sha256", bodyHash), ("x-amz-date", SignatureV4.time(of: now)),
        ]
        if let token = signature.credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
        let authorization = signature.authorization(
            of: SignatureV4.Request(
                method: request.method, path: path, query: request.query, headers: headers, bodyHash: bodyHash),
            at: now)
        let query = request.query.isEmpty ? "" : "?" + CanonicalRequest.query(request.query)
        var signed = HTTPClientRequest(url: address.origin + path + query)
        signed.method = HTTPMethod(rawValue: request.method)
        signed.headers = HTTPHeaders(headers.map { ($0.name, $0.value) } + [("authorization", authorization)])
        if request.method == "PUT" { signed.body = .bytes(ByteBuffer(bytes: request.body)) }
        return signed
    }
}
