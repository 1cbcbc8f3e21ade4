import Foundation
import Generation
import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An object storage with one bucket, which speaks as S3 does and compares every signature: moto, in a process of
/// its own, on a free port of this machine.
struct ObjectStorage: Sendable {
    /// One for all tests, which have parts of its bucket of their own. It ends when this process does, however that
    /// comes about: its input is over then.
    static let shared = Task { try await NIOThreadPool.singleton.runIfActive { try ObjectStorage() } }

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
        let folder = root.appending(path: "Tests/EndToEnd").path()
        let script = "cd \"$0\" && exec \"$1\" -m support.object_storage"
        let line = try Self.firstLine(of: ["/bin/sh", "-c", script, folder, python.path()])
        do { facts = try JSONDecoder().decode(Facts.self, from: Data(line)) } catch {
            throw NotThere(description: "support.object_storage said \(String(decoding: line, as: UTF8.self))")
        }
    }

    /// Starts a program whose input is open as long as this process lives, and returns what it says first.
    ///
    /// By posix_spawn(3): Foundation's Process has crashed here, among many tests that run at once.
    private static func firstLine(of words: [String]) throws -> [UInt8] {
        var (input, output): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard pipe(&input) == 0, pipe(&output) == 0 else { throw NotThere(description: "There is no pipe.") }
        for end in [input[1], output[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process = pid_t()
        let status = posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
        for end in [input[0], output[1]] { close(end) }
        guard status == 0 else { throw NotThere(description: "\(words[0]): \(String(cString: strerror(status)))") }
        var line = [UInt8](repeating: 0, count: 4_096)
        let count = read(output[0], &line, line.count)
        return Array(line.prefix(max(0, count)))
    }

    func settings(prefix: String) -> S3ImageStore.Settings {
        S3ImageStore.Settings(
            bucket: facts.bucket, endpoint: facts.endpoint, usesPathStyle: true, region: "us-east-1",
            credentials: .init(accessKeyID: facts.id, secretAccessKey: facts.secret), prefix: prefix)
    }
}
