import GRDB
public import SQL

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension SQLiteDatabase {
    /// Copies the data file at `path` as it is at this moment to a new file, while a server works on it.
    ///
    /// The copy is whole or not there: it gets its name once it is on disk.
    ///
    /// - Throws: ``SQLFailure`` if `path` holds no data of ours, or `destination` is there already or
    ///   cannot be written.
    public static func backUp(path: String, to destination: String) throws(SQLFailure) {
        guard access(destination, F_OK) != 0 else {
            throw SQLFailure(.notWritable, "\(destination) is there already.", remedy: "Name a new file.")
        }
        let draft = destination + ".part"
        unlink(draft)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let source = try DatabaseQueue(path: path, configuration: configuration)
            try source.read { try SQLiteSchema.check($0) }
            // One read of one moment: unlike SQLite's backup interface it need not start again when
            // somebody writes.
            try source.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
            try source.close()
        } catch {
            unlink(draft)
            throw SQLFailure(opening: path, error)
        }
        guard WholeFile.flush(draft), rename(draft, destination) == 0 else {
            let cause = String(cString: strerror(errno))
            unlink(draft)
            throw SQLFailure(
                .notWritable, "\(destination) cannot be written: \(cause).", remedy: "Check the folder and its space.")
        }
    }
}

private enum WholeFile {
    /// Waits until a file is on disk.
    static func flush(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
