import Identity

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder that holds all that an embedded server keeps.
struct DataFolder {
    let path: String

    var databaseFile: String { path + "/scrip.sqlite" }
    var imagesFolder: String { path + "/images" }
    private var secretFile: String { path + "/secret.key" }

    /// Makes the folder if it is not there.
    func create() throws(Failure) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                "The data folder \(path) cannot be made. Check the path and its permissions, or name another with --data-directory."
            )
        }
    }

    /// The server's secret: the configured one, or that of the folder, which is made on first use.
    func secret(configured: String?) throws(Failure) -> SecretKey {
        if let configured {
            guard let secret = SecretKey(hexadecimal: configured) else {
                throw Failure("secret.key (SCRIP_SECRET_KEY) must be 64 hexadecimal digits or more.")
            }
            return secret
        }
        if let secret = try storedSecret() { return secret }
        // Another process may be at the same point: the first to make the file wins, and all read it.
        try makeSecretFile()
        guard let secret = try storedSecret() else { throw Failure("\(secretFile) cannot be read.") }
        return secret
    }

    private func storedSecret() throws(Failure) -> SecretKey? {
        guard let text = try? String(contentsOfFile: secretFile, encoding: .utf8) else { return nil }
        guard let secret = SecretKey(hexadecimal: text.filter { !$0.isWhitespace }) else {
            throw Failure("\(secretFile) is damaged. Restore it from a backup: without it no key or token is valid.")
        }
        return secret
    }

    private func makeSecretFile() throws(Failure) {
        let digits = SecretKey.randomBytes().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        let draft = secretFile + "." + UUID().uuidString
        let manager = FileManager.default
        let isMade = manager.createFile(
            atPath: draft, contents: Data((digits.joined() + "\n").utf8), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw Failure("The data folder \(path) cannot be written. Check its permissions.") }
        defer { try? manager.removeItem(atPath: draft) }
        try flush(draft)
        // A link fails if the name is taken: half a file is never seen, and no secret is replaced.
        try? manager.linkItem(atPath: draft, toPath: secretFile)
        try flush(path)
    }

    /// Waits until a file, or the names in a folder, are on disk: a key that was handed out is worth nothing
    /// once a loss of power has taken the secret that it was made with.
    private func flush(_ path: String) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw Failure("\(path) cannot be written: \(String(cString: strerror(errno))). Check the disk.")
        }
    }
}

extension SecretKey {
    init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0, text.allSatisfy(\.isHexDigit) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { index in
            UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)
        }
        guard !bytes.contains(nil) else { return nil }
        self.init(bytes: bytes.compactMap { $0 })
    }
}
