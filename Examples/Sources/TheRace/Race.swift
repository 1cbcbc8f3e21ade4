/// One contestant's run through the schedule.
struct Race {
    private let contestant: Contestant
    private let schedule: Schedule
    private let folder: RaceFolder

    init(_ contestant: Contestant, _ schedule: Schedule, _ folder: RaceFolder) {
        self.contestant = contestant
        self.schedule = schedule
        self.folder = folder
    }

    func run() async throws -> Score {
        try await withFlow { try await $0.fund(schedule.people) }
        let server = try ServerProcess(log: folder.file("server.log")) { life in
            Invocation.serving(contestant, schedule, folder, life: life)
        }
        try await server.start()
        let answered = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await killAsScheduled(server) }
            let answered = try await clickAsScheduled(server)
            group.cancelAll()
            return answered
        }
        try await server.stop()
        let evidence = try await withFlow { try await $0.evidence(of: schedule) }
        return Score(evidence, of: schedule, answered: answered, kills: await server.kills, cutOff: await server.cutOff)
    }

    /// Sends every click at its time; returns those that were answered with a picture.
    private func clickAsScheduled(_ server: ServerProcess) async throws -> Set<Int> {
        let start = ContinuousClock.now
        return try await withThrowingTaskGroup(of: Int?.self) { group in
            for click in schedule.clicks {
                group.addTask {
                    try await Task.sleep(until: start + click.at, tolerance: .zero, clock: .continuous)
                    return try await Client(server: server, click: click).answer() == .picture ? click.number : nil
                }
            }
            return try await group.reduce(into: []) { answered, number in
                if let number { answered.insert(number) }
            }
        }
    }

    private func killAsScheduled(_ server: ServerProcess) async throws {
        for await _ in server.hangs {
            try await Task.sleep(for: schedule.kills[await server.kills].delay, tolerance: .zero)
            try await server.killAndRestart()
        }
    }

    /// Opens the contestant's files while no server has them.
    private func withFlow<Value>(_ work: (any Flow) async throws -> Value) async throws -> Value {
        let studio = try Studio(folder)
        let flow = try await contestant.flow.init(folder, studio)
        let value = try await work(flow)
        try flow.close()
        try studio.close()
        return value
    }
}
