import Foundation
import Generation
import GenerationTesting
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

    @Test(arguments: ImageStoreContract.checks)
    func `keeps the contract`(check: ImageStoreCheck) async throws {
        try await withStore { try await check.run(on: $0) }
    }

    @Test func `no draft is left beside a picture`() async throws {
        try await withStore { store in
            try await store.save(try .blank(), as: .random())
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).filter { $0.contains(".") }
            #expect(files.count == 1)
            #expect(files.allSatisfy { $0.hasSuffix(".png") })
        }
    }

    @Test func `drafts of writers that died are removed, and those of writers that may live are not`() async throws {
        try await withStore { store in
            let name = ImageName.random()
            try await store.save(try .blank(), as: name)
            let shard = folder.appending(path: String(name.text.prefix(2)))
            let (old, new) = (shard.appending(path: "a.part"), shard.appending(path: "b.part"))
            for draft in [old, new] { try Data([1, 2, 3]).write(to: draft) }
            let age = ImageUpkeep.draftAge + .seconds(60)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -Double(age.components.seconds))],
                ofItemAtPath: old.path())
            #expect(try await store.removeAbandonedDrafts(olderThan: ImageUpkeep.draftAge) == 1)
            #expect(!FileManager.default.fileExists(atPath: old.path()))
            #expect(FileManager.default.fileExists(atPath: new.path()))
            #expect(try await store.contains(name))
        }
    }

    @Test func `a failed save leaves no draft`() async throws {
        try await withStore { store in
            let name = ImageName.random()
            // A folder in the place of the picture cannot be renamed over.
            let place = folder.appending(path: "\(name.text.prefix(2))/\(name).png/in-the-way")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            await #expect(throws: ImageStoreError.self) { try await store.save(try .blank(), as: name) }
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
            #expect(!files.contains { $0.hasSuffix(".part") })
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
