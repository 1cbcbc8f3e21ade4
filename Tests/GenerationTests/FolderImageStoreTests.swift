import Foundation
import Generation
import NIOPosix
import Testing

@Suite struct FolderImageStoreTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "scrip-images-\(UUID())")

    @Test func `a picture that was saved is loaded as it was, until it is removed`() async throws {
        try await withStore { store in
            let (picture, name) = (try Picture.blank(), ImageName.random())
            #expect(try await store.load(name) == nil)
            try await store.save(picture, as: name)
            #expect(try await store.load(name) == picture.png)
            try await store.remove(name)
            try await store.remove(name)
            #expect(try await store.load(name) == nil)
        }
    }

    @Test func `no draft is left beside a picture`() async throws {
        try await withStore { store in
            try await store.save(try .blank(), as: .random())
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).filter { $0.contains(".") }
            #expect(files.count == 1)
            #expect(files.allSatisfy { $0.hasSuffix(".png") })
        }
    }

    @Test func `a folder that cannot be made is an error that names it`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "scrip-file-\(UUID())")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await withThreads { threads in
            let store = FolderImageStore(folder: file.path() + "/images", threads: threads)
            await #expect { try await store.save(try .blank(), as: .random()) } throws: { error in
                "\(error)".contains(file.lastPathComponent)
            }
        }
    }

    @Test(arguments: [
        "", "../../etc/passwd", String(repeating: "g", count: 32), String(repeating: "A", count: 32), "abc",
    ])
    func `a text that is no name is refused`(_ text: String) {
        #expect(ImageName(text) == nil)
    }

    @Test func `names differ and have their form`() {
        let names = (0..<10_000).map { _ in ImageName.random().text }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { ImageName($0) != nil })
    }

    private func withThreads(_ work: (NIOThreadPool) async throws -> Void) async throws {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        try await work(threads)
        try await threads.shutdownGracefully()
    }

    private func withStore(_ work: (FolderImageStore) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withThreads { try await work(FolderImageStore(folder: folder.path(), threads: $0)) }
    }
}
