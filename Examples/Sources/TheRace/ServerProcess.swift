import Foundation

/// A server as its clients see it: it answers, or it is gone.
actor ServerProcess {
    /// Tells that the provider does not come to an end with a drawing.
    nonisolated let hangs: AsyncStream<Void>
    /// How often the server was killed.
    private(set) var kills = 0
    /// How many requests were at work when it was.
    private(set) var cutOff = 0

    private let arguments: @Sendable (Int) -> [String]
    private let logPath: String
    private let log: FileHandle
    private let hang: AsyncStream<Void>.Continuation
    private var run: Run?
    private var callers: [String: CheckedContinuation<Answer?, Never>] = [:]

    /// One life of the server.
    private struct Run {
        let process: Process
        let requests: FileHandle
        let answers: Task<Void, Never>
        /// Ends when the process has.
        let life: AsyncStream<Never>

        /// Waits until its last answer is read and its files are let go of.
        func untilOver() async {
            await answers.value
            for await _ in life {}
        }
    }

    /// The server came to an end that nobody gave it.
    struct Crashed: Error {
        let status: Int32
        let log: String
    }

    /// - Parameter arguments: What starts the program as the server, by the number of its life.
    init(log path: String, arguments: @escaping @Sendable (Int) -> [String]) throws {
        self.arguments = arguments
        logPath = path
        try Data().write(to: URL(filePath: path))
        log = try FileHandle(forWritingTo: URL(filePath: path))
        (hangs, hang) = AsyncStream.makeStream()
    }

    /// Starts the server, anew if it was killed.
    func start() throws {
        let process = Process()
        let (requests, answers) = (Pipe(), Pipe())
        let (life, end) = AsyncStream<Never>.makeStream()
        process.executableURL = Bundle.main.executableURL
        process.arguments = arguments(kills)
        process.standardInput = requests
        process.standardOutput = answers
        process.standardError = log
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        run = Run(
            process: process, requests: requests.fileHandleForWriting,
            answers: Task { await read(answers.fileHandleForReading) }, life: life)
    }

    /// Sends a request; returns its answer, or `nil` if the server was not there or did not live to give it.
    func ask(_ request: Request) async -> Answer? {
        guard let run else { return nil }
        return await withCheckedContinuation { caller in
            callers[request.name] = caller
            do { try run.requests.write(contentsOf: Data((request.name + "\n").utf8)) } catch {
                callers.removeValue(forKey: request.name)?.resume(returning: nil)
            }
        }
    }

    /// Ends the server as a loss of power would, and starts it again.
    func killAndRestart() async throws {
        guard let run else { return }
        self.run = nil
        kills += 1
        kill(run.process.processIdentifier, SIGKILL)
        await run.untilOver()
        try start()
    }

    /// Lets the server finish, and waits for its end.
    func stop() async throws {
        guard let run else { return }
        self.run = nil
        try run.requests.close()
        await run.untilOver()
        hang.finish()
        let status = run.process.terminationStatus
        guard status == 0 else { throw Crashed(status: status, log: logPath) }
    }
}

extension ServerProcess {
    /// Reads until the server's end of the pipe is gone, which it is when the server is.
    private func read(_ answers: FileHandle) async {
        for await line in Lines.of(answers) {
            let words = line.split(separator: " ")
            guard words.count == 2 else { continue }
            if words[0] == "hangs" {
                hang.yield()
            } else {
                callers.removeValue(forKey: String(words[1]))?.resume(returning: Answer(rawValue: String(words[0])))
            }
        }
        cutOff += callers.count
        for caller in callers.values { caller.resume(returning: nil) }
        callers = [:]
    }
}
