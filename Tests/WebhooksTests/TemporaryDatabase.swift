import Foundation
import SQLiteStore

/// A data file of a test's own, gone when the test is.
final class TemporaryDatabase: Sendable {
    let database: SQLiteDatabase
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "scrip-webhooks-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try SQLiteDatabase(path: folder.appending(path: "test.sqlite").path(), role: .server)
    }

    deinit {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
