import CreditLedger
import Foundation
import Generation
import Testing

@Suite struct GenerationAttemptTests {
    @Test func `the texts of an attempt are bounded, whatever a provider sends`() {
        let long = String(repeating: "x", count: 10_000)
        let attempt = GenerationAttempt(
            provider: long, model: long, requestID: long, status: 500, outcome: .rejected,
            started: Timestamp(microseconds: 1), milliseconds: 2)
        #expect([attempt.provider, attempt.model, attempt.requestID].allSatisfy { $0?.count == 128 })
    }

    @Test func `a result that was stored before attempts were is read as one without`() throws {
        let stored = #"{"generator":"openai","images":["00112233445566778899aabbccddeeff"],"transparent":true}"#
        #expect(try JSONDecoder().decode(GenerationResult.self, from: Data(stored.utf8)).attempts == nil)
        let problem = #"{"kind":"provider_error"}"#
        #expect(try JSONDecoder().decode(GenerationProblem.self, from: Data(problem.utf8)).attempts == nil)
    }

    @Test func `an attempt is stored under names that stay`() throws {
        let attempt = GenerationAttempt(
            provider: "gemini", model: "m", requestID: "r", status: 429, outcome: .timedOut,
            started: Timestamp(microseconds: 5), milliseconds: 7)
        let text = String(decoding: try Payload(json: attempt).bytes, as: UTF8.self)
        #expect(
            text == #"{"milliseconds":7,"model":"m","outcome":"timed_out","provider":"gemini","requestID":"r","#
                + #""started":{"microseconds":5},"status":429}"#)
        #expect(try JSONDecoder().decode(GenerationAttempt.self, from: Data(text.utf8)) == attempt)
    }
}
