import CreditLedger
import CreditLedgerTesting
import Testing

@testable import Webhooks

struct RetryScheduleTests {
    @Test(arguments: 1...7, [UInt64(1), 2, 3])
    func `each pause is as planned, and up to a fifth longer`(number: Int, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let planned = RetrySchedule.standard.pauses[number - 1]
        let pause = try #require(RetrySchedule.standard.pause(afterAttempt: number, using: &random))
        #expect(pause >= planned)
        #expect(pause <= planned * 1.2001)
    }

    @Test func `it ends after a little more than a day`() {
        var random = SeededGenerator(seed: 1)
        let all = RetrySchedule.standard.pauses.reduce(.zero, +)
        #expect(all > .seconds(86_400))
        #expect(all < .seconds(2 * 86_400))
        #expect(RetrySchedule.standard.pause(afterAttempt: 8, using: &random) == nil)
        #expect(RetrySchedule(pauses: []).pause(afterAttempt: 1, using: &random) == nil)
    }

    @Test func `a receiver is left alone as long as it asks, a day at the most`() {
        var random = SeededGenerator(seed: 1)
        let schedule = RetrySchedule(pauses: [.seconds(5)])
        #expect(schedule.pause(afterAttempt: 1, wish: .seconds(60), using: &random) == .seconds(60))
        #expect(schedule.pause(afterAttempt: 1, wish: .seconds(1_000_000), using: &random) == .seconds(86_400))
        let pause = schedule.pause(afterAttempt: 1, wish: .seconds(1), using: &random)
        #expect(pause.map { $0 >= .seconds(5) } == true)
    }

    @Test(arguments: [
        (200, DeliveryVerdict.delivered), (204, .delivered), (299, .delivered), (410, .gone), (199, .failed),
        (301, .failed), (307, .failed), (400, .failed), (404, .failed), (500, .failed),
    ])
    func `at the last attempt only 2xx is delivered, and 410 is for ever`(status: Int, verdict: DeliveryVerdict) {
        var random = SeededGenerator(seed: 1)
        let found = DeliveryVerdict(
            on: WebhookReply(status: status), ofAttempt: 1, at: Timestamp(microseconds: 0),
            by: RetrySchedule(pauses: []), using: &random)
        #expect(found == verdict)
    }

    @Test(arguments: [nil, 302, 404, 429, 500])
    func `before the last attempt a failure is tried again later`(status: Int?) {
        var random = SeededGenerator(seed: 1)
        let verdict = DeliveryVerdict(
            on: status.map { WebhookReply(status: $0) }, ofAttempt: 1, at: Timestamp(microseconds: 0),
            by: .standard, using: &random)
        guard case .retry(let moment) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect((5_000_000...6_000_000).contains(moment.microseconds))
    }
}
