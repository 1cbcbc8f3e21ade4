import CreditLedger
import CreditLedgerTesting
import Foundation
import Generation
import Synchronization
import Testing

@Suite struct StoredAnswersTests {
    private let database: TemporaryDatabase
    private let clock = ManualClock()
    private let answers: StoredAnswers
    private let account = AccountID(UUID())

    init() throws {
        database = try TemporaryDatabase()
        answers = StoredAnswers(database: database.database, clock: clock, claimLifetime: .seconds(5))
    }

    @Test func `fifty requests with one key are done once, and all get the answer`() async throws {
        let work = Counter()
        let found = try await withThrowingTaskGroup(of: (StoredAnswer, Bool).self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let (answer, isReplay) = try await answers.answer(to: request()) {
                        work.increase()
                        try await Task.sleep(for: .milliseconds(30))
                        return StoredAnswer(status: 201, body: "{\"number\":\(work.count)}")
                    }
                    return (answer, isReplay)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(work.count == 1)
        #expect(Set(found.map(\.0)) == [StoredAnswer(status: 201, body: "{\"number\":1}")])
        #expect(found.count { !$0.1 } == 1)
    }

    @Test func `another request with the key is refused, and another account's key is another key`() async throws {
        _ = try await answers.answer(to: request()) { StoredAnswer(status: 200, body: "mine") }
        await #expect {
            try await answers.answer(to: request("other")) { StoredAnswer(status: 200, body: "") }
        } throws: {
            if case KeyedRequestError.keyReused = $0 { true } else { false }
        }
        let stranger = KeyedRequest(account: AccountID(UUID()), key: "key", content: "content")
        let (answer, isReplay) = try await answers.answer(to: stranger) { StoredAnswer(status: 200, body: "theirs") }
        #expect(answer.body == "theirs" && !isReplay)
        #expect(stranger.reference("key") != request().reference("key"))
    }

    @Test func `what failed is not kept, and its key is free`() async throws {
        await #expect(throws: CancellationError.self) {
            try await answers.answer(to: request()) { throw CancellationError() }
        }
        let (answer, isReplay) = try await answers.answer(to: request("other")) { StoredAnswer(status: 200, body: "") }
        #expect(answer.status == 200 && !isReplay)
    }

    @Test func `an answer is kept for 72 hours`() async throws {
        _ = try await answers.answer(to: request()) { StoredAnswer(status: 200, body: "old") }
        clock.advance(by: StoredAnswers.lifetime)
        #expect(try await answers.answer(to: request()) { StoredAnswer(status: 200, body: "new") }.isReplay)
        clock.advance(by: .seconds(1))
        let (answer, isReplay) = try await answers.answer(to: request("other")) {
            StoredAnswer(status: 200, body: "new")
        }
        #expect(answer.body == "new" && !isReplay)
    }

    @Test func `the request of a process that died is done by the next once its claim is over`() async throws {
        let died = Task {
            try await answers.answer(to: request()) {
                try await Task.sleep(for: .seconds(60))
                return StoredAnswer(status: 200, body: "never")
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        clock.advance(by: .seconds(6))
        let (answer, isReplay) = try await answers.answer(to: request()) { StoredAnswer(status: 200, body: "next") }
        #expect(answer.body == "next" && !isReplay)
        died.cancel()
        _ = try? await died.value
        #expect(try await answers.answer(to: request()) { StoredAnswer(status: 200, body: "") }.answer.body == "next")
    }

    @Sendable private func request(_ content: String = "content") -> KeyedRequest {
        KeyedRequest(account: account, key: "key", content: content)
    }
}
