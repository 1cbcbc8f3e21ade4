import Foundation
import Generation
import NIOPosix

/// An object storage with one bucket, which speaks as S3 does and compares every signature: moto, in a process of
/// its own, on a free port of this machine.
struct ObjectStorage: Sendable {
    /// One for all tests, which have parts of its bucket of their own. It ends when this process does, however that
    /// comes about: its input is over then.
    static let shared = Task { try await NIOThreadPool.singleton.runIfActive { try ObjectStorage() } }

    private let process = Process()
    private let input = Pipe()
    private let facts: Facts

    private struct Facts: Decodable, Sendable {
        let endpoint: String
        let bucket: String
        let id: String
        let secret: String
    }

    /// There is no object storage to test with.
    struct NotThere: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let python = root.appending(path: ".venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path()) else {
            throw NotThere(description: "There is no \(python.path()). Run Scripts/prepare test first.")
        }
        let output = Pipe()
        process.executableURL = python
        process.arguments = ["-m", "support.object_storage"]
        process.currentDirectoryURL = root.appending(path: "Tests/EndToEnd")
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        let line = output.fileHandleForReading.availableData
        do { facts = try JSONDecoder().decode(Facts.self, from: line) } catch {
            process.terminate()
            throw NotThere(description: "support.object_storage said \(String(decoding: line, as: UTF8.self))")
        }
    }

    func settings(prefix: String) -> S3ImageStore.Settings {
        S3ImageStore.Settings(
            bucket: facts.bucket, endpoint: facts.endpoint, usesPathStyle: true, region: "us-east-1",
            credentials: .init(accessKeyID: facts.id, secretAccessKey: facts.secret), prefix: prefix)
    }
}
