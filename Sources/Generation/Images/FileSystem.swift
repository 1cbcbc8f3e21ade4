import CreditLedger

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The few calls to the system that keep a file through a loss of power (POSIX.1-2017).
enum FileSystem {
    /// Makes a folder, unless it is there already.
    static func makeFolder(_ path: String) throws(ImageStoreError) {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure("make the folder", path) }
    }

    /// Writes a file that nobody else writes, and flushes it.
    static func store(_ bytes: [UInt8], to path: String) throws(ImageStoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("write", path) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            guard count > 0 || errno == EINTR else { throw failure("write", path) }
            offset += max(0, count)
        }
        guard fsync(descriptor) == 0 else { throw failure("flush", path) }
    }

    static func byteCount(of path: String) throws(ImageStoreError) -> Int? {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            if errno == ENOENT { return nil }
            throw failure("look at", path)
        }
        return Int(facts.st_size)
    }

    static func read(_ range: Range<Int>, of path: String) throws(ImageStoreError) -> ImagePart? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read", path)
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw failure("read", path) }
        let total = Int(facts.st_size)
        let bytes = try bytes(in: range.clamped(to: 0..<total), of: descriptor, path)
        return ImagePart(bytes: bytes, totalByteCount: total)
    }

    private static func bytes(
        in range: Range<Int>, of descriptor: Int32, _ path: String
    ) throws(ImageStoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var filled = 0
        while filled < range.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled,
                    off_t(range.lowerBound + filled))
            }
            guard count > 0 || (count < 0 && errno == EINTR) else { throw failure("read", path) }
            filled += max(0, count)
        }
        return bytes
    }

    static func move(_ origin: String, to destination: String) throws(ImageStoreError) {
        guard rename(origin, destination) == 0 else { throw failure("rename", origin) }
    }

    /// Flushes a folder, so that the names of its files last as they are.
    static func flush(_ folder: String) throws(ImageStoreError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("flush", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("flush", folder) }
    }

    /// Removes a file.
    ///
    /// - Returns: Whether it was there.
    @discardableResult
    static func remove(_ path: String) throws(ImageStoreError) -> Bool {
        if unlink(path) == 0 { return true }
        guard errno == ENOENT else { throw failure("remove", path) }
        return false
    }

    /// The names of the files in a folder; none if there is no such folder.
    static func names(in folder: String) throws(ImageStoreError) -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw failure("list", folder)
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
            errno = 0
        }
        guard errno == 0 else { throw failure("list", folder) }
        return names
    }

    /// When a file was last written, or `nil` if it is not there.
    static func lastWritten(_ path: String) throws(ImageStoreError) -> Timestamp? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else {
            if errno == ENOENT { return nil }
            throw failure("look at", path)
        }
        #if canImport(Glibc)
        let time = facts.st_mtim
        #else
        let time = facts.st_mtimespec
        #endif
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    private static func failure(_ verb: String, _ path: String) -> ImageStoreError {
        ImageStoreError("Cannot \(verb) \(path): \(String(cString: strerror(errno))).")
    }
}
