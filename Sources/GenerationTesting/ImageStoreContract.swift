import CreditLedgerTesting
import Generation

/// What every image store promises, check by check.
///
/// A store's tests run each of them on an empty store:
///
/// ```swift
/// @Test(arguments: ImageStoreContract.checks)
/// func `keeps the contract`(check: ImageStoreCheck) async throws {
///     try await check.run(on: MyImageStore())
/// }
/// ```
public enum ImageStoreContract {
    /// All checks; none depends on another.
    public static let checks: [ImageStoreCheck] = keeping + parts + walks

    static let keeping: [ImageStoreCheck] = [
        ImageStoreCheck("gives back a picture as it was saved") { store in
            let (picture, name) = (try Picture.sample(), ImageName.random())
            try await store.save(picture, as: name)
            try expectEqual(try await store.load(name), picture.png, "the picture")
            try expectEqual(try await store.byteCount(of: name), picture.png.count, "its length")
            try expectEqual(try await store.contains(name), true, "whether it is there")
        },
        ImageStoreCheck("knows nothing of a name that was never saved") { store in
            try await store.save(try .sample(), as: .random())
            try await expectNothing(of: .random(), in: store)
        },
        ImageStoreCheck("keeps the last picture of a name") { store in
            let name = ImageName.random()
            for seed in 1...3 { try await store.save(try .sample(seed: UInt8(seed), byteCount: seed * 100), as: name) }
            try expectEqual(try await store.load(name), try Picture.sample(seed: 3, byteCount: 300).png, "the picture")
            try expectEqual(try await everything(in: store).map(\.name), [name], "all pictures")
        },
        ImageStoreCheck("forgets what is removed, and lets the other pictures be") { store in
            let (name, other) = (ImageName.random(), ImageName.random())
            for name in [name, other] { try await store.save(try .sample(), as: name) }
            try await store.remove(name)
            try await expectNothing(of: name, in: store)
            try expectEqual(try await store.contains(other), true, "whether the other picture is there")
        },
        ImageStoreCheck("removes what is not there, and what was removed, without ado") { store in
            let name = ImageName.random()
            try await store.remove(name)
            try await store.save(try .sample(), as: name)
            try await store.remove(name)
            try await store.remove(name)
            try await store.save(try .sample(seed: 9), as: name)
            try expectEqual(try await store.load(name), try Picture.sample(seed: 9).png, "the picture saved again")
        },
        ImageStoreCheck("keeps one whole picture of many that are saved under one name at once") { store in
            let name = ImageName.random()
            let pictures = try (1...16).map { try Picture.sample(seed: UInt8($0), byteCount: 10_000 * $0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for picture in pictures { group.addTask { try await store.save(picture, as: name) } }
                try await group.waitForAll()
            }
            let kept = try await store.load(name)
            try expect(pictures.contains { $0.png == kept }, "What is kept is none of the pictures, whole.")
            try expectEqual(try await everything(in: store).map(\.name), [name], "all pictures")
        },
        ImageStoreCheck("shows whole pictures alone, while they are saved again") { store in
            let name = ImageName.random()
            let pictures = try (1...2).map { try Picture.sample(seed: UInt8($0), byteCount: 200_000 * $0) }
            try await store.save(pictures[0], as: name)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for count in 0..<20 { try await store.save(pictures[count % 2], as: name) } }
                group.addTask {
                    for _ in 0..<20 {
                        let seen = try await store.load(name)
                        try expect(pictures.contains { $0.png == seen }, "What is seen is none of the pictures, whole.")
                    }
                }
                try await group.waitForAll()
            }
        },
    ]

    static let parts: [ImageStoreCheck] = [
        ImageStoreCheck("keeps a picture of five megabytes") { store in
            let (picture, name) = (try Picture.sample(byteCount: 5_000_000), ImageName.random())
            try await store.save(picture, as: name)
            try expect(try await store.load(name) == picture.png, "The picture is not as it was saved.")
            let end = picture.png.count - 5..<picture.png.count
            let part = ImagePart(bytes: Array(picture.png[end]), totalByteCount: picture.png.count)
            try expectEqual(try await store.read(end, of: name), part, "its last bytes")
        },
        ImageStoreCheck("gives the bytes of any range, as far as there are any") { store in
            let (picture, name) = (try Picture.sample(), ImageName.random())
            let total = picture.png.count
            try await store.save(picture, as: name)
            let ranges = [
                0..<total, 0..<1, 0..<total + 1_000, 17..<300, total - 1..<total, total - 1..<total + 9, 5..<5,
                total..<total, total..<total + 1, total + 10..<total + 20,
            ]
            for range in ranges {
                let bytes = Array(picture.png[range.clamped(to: 0..<total)])
                let part = try await store.read(range, of: name)
                try expectEqual(part, ImagePart(bytes: bytes, totalByteCount: total), "the bytes in \(range)")
            }
        },
    ]

    static let walks: [ImageStoreCheck] = [
        ImageStoreCheck("lists nothing when it is empty") { store in
            try expectEqual(try await everything(in: store), [], "all pictures")
        },
        ImageStoreCheck("lists every picture once, and none that was removed") { store in
            let names = (0..<40).map { _ in ImageName.random() }
            for name in names { try await store.save(try .sample(), as: name) }
            for name in names.prefix(10) { try await store.remove(name) }
            let listed = try await everything(in: store).map(\.name)
            try expectEqual(
                listed.sorted { $0.text < $1.text }, names.dropFirst(10).sorted { $0.text < $1.text }, "all")
        },
        ImageStoreCheck("goes on with a walk after what was listed has been removed") { store in
            let names = (0..<20).map { _ in ImageName.random() }
            for name in names { try await store.save(try .sample(), as: name) }
            var cursor: ImageCursor?
            repeat {
                let step = try await store.list(after: cursor)
                for image in step.images { try await store.remove(image.name) }
                cursor = step.next
            } while cursor != nil
            try expectEqual(try await everything(in: store), [], "all pictures")
        },
        ImageStoreCheck("tells when a picture was last saved") { store in
            let (early, late) = (ImageName.random(), ImageName.random())
            try await store.save(try .sample(), as: early)
            // Storages tell the time in whole seconds.
            try await Task.sleep(for: .milliseconds(1_100))
            try await store.save(try .sample(), as: late)
            let times = Dictionary(uniqueKeysWithValues: try await everything(in: store).map { ($0.name, $0.savedAt) })
            guard let first = times[early], let second = times[late] else {
                throw ContractViolation("A picture is not listed.")
            }
            try expect(first < second, "\(second) does not come after \(first).")
        },
        ImageStoreCheck("loses no picture when abandoned drafts are removed") { store in
            let names = (0..<5).map { _ in ImageName.random() }
            for name in names { try await store.save(try .sample(), as: name) }
            try expectEqual(try await store.removeAbandonedDrafts(olderThan: .zero), 0, "drafts of writers that died")
            for name in names { try expectEqual(try await store.contains(name), true, "whether \(name) is there") }
        },
    ]
}

// What the checks have in common.
extension ImageStoreContract {
    private static func everything(in store: any ImageStore) async throws -> [ImageListing.Image] {
        var images: [ImageListing.Image] = []
        var cursor: ImageCursor?
        repeat {
            let step = try await store.list(after: cursor)
            images += step.images
            cursor = step.next
        } while cursor != nil
        return images
    }

    private static func expectNothing(of name: ImageName, in store: any ImageStore) async throws {
        try expectEqual(try await store.load(name), nil, "the picture")
        try expectEqual(try await store.byteCount(of: name), nil, "its length")
        try expectEqual(try await store.read(0..<10, of: name), nil, "its first bytes")
        try expectEqual(try await store.contains(name), false, "whether it is there")
        try expect(try await !everything(in: store).contains { $0.name == name }, "\(name) is listed.")
    }

    private static func expectEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
        try expect(found == expected, "Of \(what) \(expected) was expected, and \(found) was found.")
    }

    private static func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        if !condition { throw ContractViolation(message()) }
    }
}
