import Synchronization

/// Folders of which this process knows that they are there and survive a loss of power.
final class LastingFolders: Sendable {
    private let known = Mutex<Set<String>>([])

    /// Makes a folder that lasts. That of a process which was killed before it could flush it may be
    /// there and yet not on disk, so it is flushed as well, once.
    func make(_ path: String) throws(ImageStoreError) {
        guard known.withLock({ !$0.contains(path) }) else { return }
        try FileSystem.makeFolder(path)
        try FileSystem.flush(path + "/..")
        known.withLock { _ = $0.insert(path) }
    }
}
