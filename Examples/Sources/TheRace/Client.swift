/// What a browser does with one click: it loses patience with a slow answer, and asks again when there is none.
struct Client: Sendable {
    let server: ServerProcess
    let click: Click

    /// No answer came within what is long for everything else in a race.
    struct Forsaken: Error {}

    /// The answer that the person sees in the end.
    func answer() async throws -> Answer {
        guard let patience = click.patience else { return try await persist(from: 1) }
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { await server.ask(Request(click: click, attempt: 1)) }
            group.addTask {
                try await Task.sleep(for: patience, tolerance: .zero)
                return nil
            }
            defer { group.cancelAll() }
            if let answer = try await group.next() ?? nil, answer != .underWay { return answer }
            return try await persist(from: 2)
        }
    }

    /// Asks until the click's outcome is told.
    private func persist(from first: Int) async throws -> Answer {
        for attempt in first..<(first + 500) {
            if let answer = await server.ask(Request(click: click, attempt: attempt)), answer != .underWay {
                return answer
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Forsaken()
    }
}
