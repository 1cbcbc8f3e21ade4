import CreditLedger
import Crypto
import Foundation
import Testing

@testable import Webhooks

struct WebhookMessageTests {
    let message = WebhookMessage(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: #"{"test": 2432232314}"#)
    let moment = Timestamp(microseconds: 1_614_265_330_999_999)

    private func secret(_ base64: String) throws -> WebhookSecret {
        WebhookSecret(key: SymmetricKey(data: try #require(Data(base64Encoded: base64))))
    }

    private func header(_ name: String, _ secrets: [WebhookSecret]) -> String? {
        message.headers(at: moment, signedWith: secrets).first { $0.name == name }?.value
    }

    // The sample of the specification's reference implementations.
    @Test func `signs as the specification's own sample`() throws {
        let secret = try secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect(header("webhook-signature", [secret]) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(header("webhook-timestamp", [secret]) == "1614265330")
        #expect(header("webhook-id", [secret]) == "msg_p5jXN8AQM9LWM0D4loKWxJek")
    }

    @Test func `of two secrets both signatures stand side by side`() throws {
        let first = try secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let second = try secret("C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
        let signatures = try #require(header("webhook-signature", [first, second])).split(separator: " ")
        #expect(signatures.count == 2)
        #expect(signatures.allSatisfy { $0.hasPrefix("v1,") })
        #expect(Set(signatures).count == 2)
    }

    @Test func `each endpoint, version and account has a secret of its own, and always the same`() {
        let secrets = WebhookSecrets(key: Array(repeating: 7, count: 32))
        let account = AccountID(number: 1)
        let texts = [
            secrets.secret(of: "whk_1", version: 1), secrets.secret(of: "whk_1", version: 2),
            secrets.secret(of: "whk_2", version: 1), secrets.secret(ofJobsOf: account),
            secrets.secret(ofJobsOf: AccountID(number: 2)),
        ].map(\.text)
        #expect(Set(texts).count == texts.count)
        #expect(
            texts.allSatisfy { $0.hasPrefix("whsec_") && Data(base64Encoded: String($0.dropFirst(6)))?.count == 32 })
        #expect(secrets.secret(of: "whk_1", version: 1).text == texts[0])
        let others = WebhookSecrets(key: Array(repeating: 8, count: 32))
        #expect(others.secret(of: "whk_1", version: 1).text != texts[0])
    }

    @Test func `no description tells a secret`() {
        let secrets = WebhookSecrets(key: Array(repeating: 7, count: 32))
        let secret = secrets.secret(of: "whk_1", version: 1)
        #expect("\(secret)" == "whsec_…")
        #expect("\(secrets)" == "WebhookSecrets")
    }
}
