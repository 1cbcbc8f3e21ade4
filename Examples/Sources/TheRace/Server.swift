import Foundation

/// The server of one contestant, in a process of its own: requests come in by the line, answers go out.
struct Server {
    private let flow: any Flow
    private let studio: Studio
    private let schedule: Schedule

    /// - Parameter life: How often the server was killed before.
    init(_ contestant: Contestant, _ schedule: Schedule, _ folder: RaceFolder, life: Int) async throws {
        let kill = schedule.kills.indices.contains(life) ? schedule.kills[life] : nil
        studio = try Studio(folder, endless: kill?.drawing)
        flow = try await contestant.flow.init(folder, studio)
        self.schedule = schedule
    }

    /// Serves until nobody can ask any more, and then until the last one is answered.
    func run() async throws {
        let flow = flow
        await withTaskGroup { group in
            group.addTask { await flow.keepUp() }
            await serve()
            group.cancelAll()
        }
        try flow.close()
        try studio.close()
    }

    private func serve() async {
        let flow = flow
        await withDiscardingTaskGroup { group in
            for await line in Lines.of(.standardInput) {
                guard let request = Request(line, in: schedule) else { continue }
                group.addTask { Output.line("\(await flow.answer(request).rawValue) \(request.name)") }
            }
        }
    }
}
