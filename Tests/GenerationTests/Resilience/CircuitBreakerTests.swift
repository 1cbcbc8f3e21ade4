import Testing

@testable import Generation

@Suite struct CircuitBreakerTests {
    @Test func `it opens after so many failures in a row`() throws {
        var breaker = CircuitBreaker(limit: 3, rest: .seconds(10))
        try breaker.fail(2, at: .zero)
        #expect(breaker.state == .closed(failures: 2))
        try breaker.fail(1, at: .seconds(1))
        #expect(breaker.state == .open(until: .seconds(11)))
        #expect(breaker.admit(at: .seconds(2)) == .failure(CircuitBreaker.Resting(duration: .seconds(9))))
    }

    @Test func `a success in between begins the count anew`() throws {
        var breaker = CircuitBreaker(limit: 3, rest: .seconds(10))
        try breaker.fail(2, at: .zero)
        breaker.record(success: true, of: try breaker.admit(at: .zero).get(), at: .zero)
        try breaker.fail(2, at: .zero)
        #expect(breaker.state == .closed(failures: 2))
    }

    @Test func `after its rest it lets one through, and no second`() throws {
        var breaker = CircuitBreaker(limit: 3, rest: .seconds(10))
        try breaker.fail(3, at: .zero)
        _ = try breaker.admit(at: .seconds(10)).get()
        #expect(breaker.state == .halfOpen)
        #expect(breaker.admit(at: .seconds(10)) == .failure(CircuitBreaker.Resting(duration: .seconds(10))))
    }

    @Test(arguments: [true, false]) func `the fate of that one decides`(_ success: Bool) throws {
        var breaker = CircuitBreaker(limit: 3, rest: .seconds(10))
        try breaker.fail(3, at: .zero)
        let probe = try breaker.admit(at: .seconds(12)).get()
        breaker.record(success: success, of: probe, at: .seconds(13))
        #expect(breaker.state == (success ? .closed(failures: 0) : .open(until: .seconds(23))))
    }

    @Test func `who was let through before it opened decides nothing`() throws {
        var breaker = CircuitBreaker(limit: 3, rest: .seconds(10))
        let early = try breaker.admit(at: .zero).get()
        try breaker.fail(3, at: .zero)
        breaker.record(success: true, of: early, at: .seconds(1))
        #expect(breaker.state == .open(until: .seconds(10)))
        _ = try breaker.admit(at: .seconds(10)).get()
        breaker.record(success: true, of: early, at: .seconds(11))
        #expect(breaker.state == .halfOpen)
    }

    @Test func `with no limit it never opens`() throws {
        var breaker = CircuitBreaker(limit: 0, rest: .seconds(10))
        try breaker.fail(1_000, at: .zero)
        #expect(breaker.state == .closed(failures: 1_000))
    }
}

extension CircuitBreaker {
    fileprivate mutating func fail(_ count: Int, at now: Duration) throws {
        for _ in 0..<count { record(success: false, of: try admit(at: now).get(), at: now) }
    }
}
