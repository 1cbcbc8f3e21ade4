import SQL

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Sees to it that one server alone works on a data file. The system lets go of it when the process
/// ends, however it ends.
final class FileLock: Sendable {
    private let descriptor: CInt

    /// Takes the lock, or says that another process has it.
    init(path: String) throws(SQLFailure) {
        descriptor = try Self.openFile(path)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw SQLFailure(
                .unavailable, "Another scrip serve is running on \(path.dropLast(".lock".count)).",
                remedy: "Stop that one, or name another data folder.")
        }
    }

    /// Takes the lock as soon as whoever has it lets go.
    init(waitingFor path: String) throws(SQLFailure) {
        descriptor = try Self.openFile(path)
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
    }

    private static func openFile(_ path: String) throws(SQLFailure) -> CInt {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SQLFailure(
                .notWritable, "\(path) cannot be written: \(String(cString: strerror(errno))).",
                remedy: "Check that its folder exists and that this user may write there.")
        }
        return descriptor
    }

    deinit {
        close(descriptor)
    }
}
