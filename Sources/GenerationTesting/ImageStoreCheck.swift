public import Generation

/// One promise that an image store makes, and the way to see whether it keeps it.
public struct ImageStoreCheck: Sendable {
    /// What is promised, as a sentence whose subject is the store.
    public let name: String

    private let body: @Sendable (any ImageStore) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (any ImageStore) async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Tries an empty store.
    ///
    /// - Throws: `ContractViolation` if the promise is not kept, and whatever the store throws.
    public func run(on store: any ImageStore) async throws {
        try await body(store)
    }
}

extension ImageStoreCheck: CustomStringConvertible {
    public var description: String { name }
}
