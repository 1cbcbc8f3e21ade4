import Testing

@testable import Generation

@Suite struct TurnstileTests {
    @Test func `no more are inside than there is room for, and all get in`() async {
        let turnstile = Turnstile(capacity: 3)
        let most = Shared(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    guard await turnstile.enter(within: .seconds(60), time: .system) else { return }
                    most.change { $0 = max($0, turnstile.counts.inside) }
                    await Task.yield()
                    turnstile.leave()
                }
            }
        }
        #expect(most.value <= 3)
        #expect(turnstile.counts == (0, 0))
    }

    @Test func `who waits too long does not get in, and takes nobody's place`() async {
        let turnstile = Turnstile(capacity: 1)
        #expect(await turnstile.enter(within: .seconds(1), time: .system))
        #expect(await !turnstile.enter(within: .milliseconds(20), time: .system))
        #expect(turnstile.counts == (1, 0))
        turnstile.leave()
        #expect(await turnstile.enter(within: .seconds(1), time: .system))
    }

    @Test func `who is cancelled leaves the line`() async {
        let turnstile = Turnstile(capacity: 1)
        #expect(await turnstile.enter(within: .seconds(1), time: .system))
        let waiting = Task { await turnstile.enter(within: .seconds(60), time: .system) }
        while turnstile.counts.waiting == 0 { await Task.yield() }
        waiting.cancel()
        #expect(await !waiting.value)
        turnstile.leave()
        #expect(turnstile.counts == (0, 0))
    }

    @Test func `the first in line is the first in`() async {
        let turnstile = Turnstile(capacity: 1)
        #expect(await turnstile.enter(within: .seconds(1), time: .system))
        let order = Shared<[Int]>([])
        await withTaskGroup(of: Void.self) { group in
            for number in 1...5 {
                group.addTask {
                    _ = await turnstile.enter(within: .seconds(60), time: .system)
                    order.change { $0.append(number) }
                    turnstile.leave()
                }
                while turnstile.counts.waiting < number { await Task.yield() }
            }
            turnstile.leave()
        }
        #expect(order.value == [1, 2, 3, 4, 5])
    }
}
