public import CreditLedger

/// One promise that a store makes, and the way to see whether it keeps it.
public struct ContractCheck: Sendable {
    /// What is promised, as a sentence whose subject is the store.
    public let name: String

    private let body: @Sendable (ContractBench) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (ContractBench) async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Tries a fresh store, and has ``BalanceCheck`` look through all that it keeps afterwards.
    ///
    /// - Parameter makeStore: Makes an empty store whose time is told by the clock that it is given.
    /// - Throws: ``ContractViolation`` if the promise is not kept, and whatever the store throws.
    public func run(makeStore: (any LedgerClock) async throws -> any LedgerStore) async throws {
        let clock = ManualClock()
        let bench = ContractBench(store: try await makeStore(clock), clock: clock)
        try await body(bench)
        try await bench.expectNoFaults()
    }
}

extension ContractCheck: CustomStringConvertible {
    public var description: String { name }
}

/// A promise that a store did not keep.
public struct ContractViolation: Error, Hashable, CustomStringConvertible {
    /// What was expected and what was found.
    public let message: String

    /// A violation; of a long message the beginning.
    public init(_ message: String) {
        self.message = String(message.prefix(2_000))
    }

    public var description: String { message }
}
