import AsyncHTTPClient
import Foundation
import Generation
import GenerationTesting
import Testing

@Suite struct S3ImageStoreTests {
    @Test func `keeps the contract`() async throws {
        try await withStorage { storage, http in
            // One after another: the storage is slow, and each check has a part of the bucket of its own.
            for check in ImageStoreContract.checks {
                do {
                    try await check.run(
                        on: try S3ImageStore(http: http, settings: storage.settings(prefix: "\(UUID())/")))
                } catch {
                    Issue.record("\(check): \(error)")
                }
            }
        }
    }

    @Test func `walks through a bucket page by page, and past what is no picture`() async throws {
        try await withStorage { storage, http in
            let store = try S3ImageStore(http: http, settings: storage.settings(prefix: "pages/"))
            let names = (0..<1_010).map { _ in ImageName.random() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in names { group.addTask { try await store.save(try .sample(byteCount: 1), as: name) } }
                try await group.waitForAll()
            }
            let first = try await store.list(after: nil)
            let second = try await store.list(after: first.next)
            #expect(first.images.count == 1_000)
            #expect(first.next != nil)
            #expect(second.images.count == 10)
            #expect(second.next == nil)
            #expect(Set((first.images + second.images).map(\.name)) == Set(names))
        }
    }

    @Test func `says whose fault it is, and with which code`() async throws {
        try await withStorage { storage, http in
            var settings = storage.settings(prefix: "")
            settings.bucket = "not-there"
            let store = try S3ImageStore(http: http, settings: settings)
            for what in [store.check, { try await store.save(try .sample(), as: .random()) }] {
                await #expect { try await what() } throws: { "\($0)".contains("404 NoSuchBucket") }
            }
            // A bucket that is not there is no proof that a picture is not.
            await #expect { _ = try await store.contains(.random()) } throws: { "\($0)".contains("NoSuchBucket") }
            await #expect { _ = try await store.load(.random()) } throws: { "\($0)".contains("NoSuchBucket") }
        }
    }

    @Test func `gives up on what cannot be reached, and says what it was`() async throws {
        let http = HTTPClient()
        var patience = S3ImageStore.Patience()
        (patience.attempts, patience.pause) = (2, .milliseconds(1))
        let settings = S3ImageStore.Settings(
            bucket: "pictures", endpoint: "http://127.0.0.1:1", usesPathStyle: true, region: "us-east-1",
            credentials: .init(accessKeyID: "id", secretAccessKey: "canary-secret"))
        let store = try S3ImageStore(http: http, settings: settings, patience: patience)
        await #expect { try await store.check() } throws: { error in
            "\(error)" == "The bucket pictures at http://127.0.0.1:1 does not answer: cannot be reached: "
                + "connection refused."
        }
        try await http.shutdown()
    }

    private func withStorage(_ work: (ObjectStorage, HTTPClient) async throws -> Void) async throws {
        let storage = try await ObjectStorage.shared.value
        let http = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
        do { try await work(storage, http) } catch {
            try await http.shutdown()
            throw error
        }
        try await http.shutdown()
    }
}
