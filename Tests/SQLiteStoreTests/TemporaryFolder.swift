import Foundation

/// A folder that is there while a test works in it.
func withTemporaryFolder<Value>(_ body: (TemporaryFolder) async throws -> Value) async throws -> Value {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder.url) }
    return try await body(folder)
}

struct TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("scrip-\(UUID().uuidString)")

    func path(_ name: String = "ledger.sqlite") -> String {
        url.appendingPathComponent(name).path
    }
}
