package import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends requests to a provider, and tells of a failure how far it came: before the answer, or in its midst.
package struct ProviderConnection: Sendable {
    /// The most that an answer may have: a picture of 4096 × 4096 pixels in base64, with room to spare.
    static let maximumByteCount = 48 * 1_048_576

    private let client: HTTPClient

    /// A connection by `client`, which must not follow redirects.
    package init(client: HTTPClient) {
        self.client = client
    }

    /// The answer to a request, whatever its status.
    func answer(
        to request: HTTPClientRequest, within patience: Duration
    ) async throws(GeneratorError) -> ProviderAnswer {
        let result: Result<ProviderAnswer, GeneratorError>
        do {
            result = try await withDeadline(patience) { await exchange(request, within: patience) }
        } catch is DeadlineExceeded {
            throw .timedOut(after: patience)
        } catch {
            throw .unreachable(error)
        }
        return try result.get()
    }

    private func exchange(
        _ request: HTTPClientRequest, within patience: Duration
    ) async -> Result<ProviderAnswer, GeneratorError> {
        let response: HTTPClientResponse
        do {
            // Its own deadline is only there in case that cancellation should not reach it.
            response = try await client.execute(request, timeout: TimeAmount(patience) + .seconds(5))
        } catch {
            return .failure(.unreachable(error))
        }
        do {
            let body = try await response.body.collect(upTo: Self.maximumByteCount)
            return .success(
                ProviderAnswer(status: Int(response.status.code), headers: response.headers, body: body))
        } catch is NIOTooManyBytesError {
            return .failure(.unusablePicture("an answer of more than \(Self.maximumByteCount) bytes"))
        } catch {
            return .failure(.answerCut(error))
        }
    }
}
