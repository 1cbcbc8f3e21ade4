/// One benchmark: what it is called, what it measures, and how.
struct Benchmark: Sendable {
    /// Its name on the command line and of its main figure.
    let name: String
    /// What it measures, in a few words.
    let summary: String
    /// Measures, and records figures and bars.
    let run: @Sendable (Session) async throws -> Void

    /// All of them, in the order in which they are run: what one leaves behind, the next may use.
    static var all: [Benchmark] {
        [
            .ledgerSQLiteUniform, .ledgerSQLiteHot, .ledgerSQLiteIdle, .growth, .verify, .startup, .recovery,
            .illustrator,
        ]
    }
}

/// A benchmark found what must not be, and what it measured means nothing.
struct BrokenBenchmark: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
