import GRDB
import Synchronization

/// The provider and its store of pictures: draws what the schedule has it draw, and remembers every drawing.
struct Studio: Sendable {
    private let pool: DatabasePool
    private let endless: Int?
    private let begun = Count()

    /// - Parameter endless: Which of the drawings, counted from 1, does not end; `nil` if all do.
    init(_ folder: RaceFolder, endless: Int? = nil) throws {
        self.endless = endless
        pool = try DatabasePool(path: folder.file("studio.sqlite"))
        try pool.write { connection in
            try connection.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS drawings (
                        request TEXT PRIMARY KEY,
                        click INTEGER NOT NULL,
                        is_drawn INTEGER NOT NULL
                    ) STRICT
                    """)
        }
    }

    /// Draws for as long as it takes, then stores the picture, or breaks down.
    func draw(_ request: Request) async throws -> Picture {
        if begun.next() == endless {
            Output.line("hangs \(request.name)")
            try await Task.sleep(for: .seconds(60))
        }
        try await Task.sleep(until: request.arrival + request.click.drawing, tolerance: .zero, clock: .continuous)
        try await pool.write { connection in
            try connection.execute(
                sql: "INSERT INTO drawings (request, click, is_drawn) VALUES (?, ?, ?)",
                arguments: [request.name, request.click.number, request.click.isDrawn])
        }
        guard request.click.isDrawn else { throw Breakdown() }
        return Picture(click: request.click.number)
    }

    /// The picture that was stored for a click, if one was.
    func picture(ofClick number: Int) async throws -> Picture? {
        let isStored = try await pool.read { connection in
            try Bool.fetchOne(
                connection, sql: "SELECT 1 FROM drawings WHERE click = ? AND is_drawn", arguments: [number])
        }
        return isStored == nil ? nil : Picture(click: number)
    }

    /// The requests whose drawing broke down.
    func breakdowns() async throws -> Set<String> {
        try await pool.read { connection in
            try String.fetchSet(connection, sql: "SELECT request FROM drawings WHERE NOT is_drawn")
        }
    }

    func close() throws { try pool.close() }

    /// The provider has no picture.
    struct Breakdown: Error {}
}

/// What is sold.
struct Picture: Codable, Sendable, Equatable {
    let click: Int
}

/// Counts from 1.
private final class Count: Sendable {
    private let last = Atomic(0)

    func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}
