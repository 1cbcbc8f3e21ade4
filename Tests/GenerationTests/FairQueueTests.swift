import CreditLedger
import Foundation
import Synchronization
import Testing

@testable import Generation

@Suite struct FairQueueTests {
    @Test func `an owner's thousand delay another's first by one at the most`() {
        var queue = FairQueue<String, Int>()
        for number in 1...1_000 { queue.enqueue(number, of: "greedy") }
        #expect(queue.next() == 1)
        queue.enqueue(-1, of: "modest")
        let next = [queue.next(), queue.next()]
        #expect(next.contains(-1))
        #expect(queue.count == 998)
    }

    @Test func `each owner's elements come in their order, and the owners in turns`() {
        var queue = FairQueue<String, String>()
        for name in ["a1", "a2", "a3", "b1", "c1", "c2"] { queue.enqueue(name, of: String(name.prefix(1))) }
        var order: [String] = []
        while let name = queue.next() { order.append(name) }
        #expect(order == ["a1", "b1", "c1", "a2", "c2", "a3"])
        #expect(queue.count == 0)
        queue.enqueue("a4", of: "a")
        #expect(queue.next() == "a4")
    }

    @Test(arguments: [1, 7, 100])
    func `what goes in comes out once, whoever comes and goes meanwhile`(owners: Int) {
        var (queue, seen) = (FairQueue<Int, Int>(), Set<Int>())
        for number in 0..<5_000 {
            queue.enqueue(number, of: number * 31 % owners)
            if number % 3 == 0, let next = queue.next() { #expect(seen.insert(next).inserted) }
        }
        while let next = queue.next() { #expect(seen.insert(next).inserted) }
        #expect(seen.count == 5_000)
    }
}

@Suite struct TurnsTests {
    private let account = AccountID(UUID())

    @Test func `no more are inside than the limit, and all get their turn`() async {
        let turns = Turns(limit: 3)
        let inside = Gauge()
        await withDiscardingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    guard await turns.take(for: AccountID(number: UInt64(number % 5))) else { return }
                    inside.enter()
                    await Task.yield()
                    inside.leave()
                    turns.giveBack()
                }
            }
        }
        #expect(inside.most == 3)
        #expect(inside.done == 200)
    }

    @Test func `one that is cancelled while it waits is let go, and takes no turn`() async {
        let turns = Turns(limit: 1)
        #expect(await turns.take(for: account))
        let waiting = Task { await turns.take(for: account) }
        await Task.yield()
        waiting.cancel()
        #expect(await !waiting.value)
        turns.giveBack()
        #expect(await turns.take(for: account))
    }

    @Test func `whoever waits is turned away when the place closes, and whoever comes then`() async {
        let turns = Turns(limit: 1)
        #expect(await turns.take(for: account))
        let waiting = (0..<5).map { _ in Task { await turns.take(for: account) } }
        await Task.yield()
        turns.close()
        for each in waiting { #expect(await !each.value) }
        #expect(await !turns.take(for: account))
    }
}

/// Counts who is inside.
private final class Gauge: Sendable {
    private let state = Mutex((now: 0, most: 0, done: 0))

    var most: Int { state.withLock { $0.most } }
    var done: Int { state.withLock { $0.done } }

    func enter() {
        state.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
    }

    func leave() {
        state.withLock { ($0.now, $0.done) = ($0.now - 1, $0.done + 1) }
    }
}
