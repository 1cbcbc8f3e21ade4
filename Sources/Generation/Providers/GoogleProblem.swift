/// An error as Google's APIs tell it: `error` with `code`, `status`, `message` and `details`
/// (google.rpc.Status, AIP-193).
struct GoogleProblem: Decodable {
    fileprivate struct Details: Decodable {
        struct Detail: Decodable {
            /// Of google.rpc.RetryInfo: seconds with an `s` behind, such as `34.5s`.
            let retryDelay: String?
        }

        let message: String?
        let status: String?
        let details: [Detail]?
    }

    private let error: Details

    /// The error of an answer that is none of success.
    static func error(
        in answer: ProviderAnswer, requestID: String?, hiding secret: String
    ) -> GeneratorError {
        // Some of the gateways in between put the error into a list.
        let details = (answer.decoded(GoogleProblem.self) ?? answer.decoded([GoogleProblem].self)?.first)?.error
        let message = [details?.status, details?.message].compactMap(\.self).joined(separator: ": ")
        return answer.rejection(
            message.isEmpty ? nil : message, requestID: requestID,
            retryAfter: answer.retryAfter() ?? details?.retryDelay, hiding: secret)
    }
}

extension GoogleProblem.Details {
    fileprivate var retryDelay: Duration? {
        guard let text = details?.compactMap(\.retryDelay).first, text.hasSuffix("s") else { return nil }
        return Double(text.dropLast()).flatMap(ProviderAnswer.bounded)
    }
}
