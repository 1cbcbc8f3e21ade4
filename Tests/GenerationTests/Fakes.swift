import CharacterArt
import CreditLedger
import CreditLedgerTesting
import Foundation
import Generation
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A generator that does what a test tells it to.
struct ScriptedGenerator: ImageGenerator {
    let name = "scripted"
    let deadline = Duration.seconds(5)
    let script: @Sendable (CharacterOptions) async throws(GeneratorError) -> Picture

    func draw(_ specification: PictureSpecification, paidBy hold: borrowing Hold) async throws(DrawingFailure)
        -> Drawing
    {
        let picture: Picture
        do throws(GeneratorError) { picture = try await script(specification.options) } catch {
            throw DrawingFailure(error, attempts: [Self.attempt(.rejected)])
        }
        return Drawing(picture: picture, generator: name, attempts: [Self.attempt(.delivered)])
    }

    static func attempt(_ outcome: GenerationAttempt.Outcome) -> GenerationAttempt {
        GenerationAttempt(
            provider: "scripted", model: "model", requestID: "req_1", status: 200, outcome: outcome,
            started: Timestamp(microseconds: 0), milliseconds: 3)
    }
}

/// An image store in memory that can be made to fail.
final class MemoryImageStore: ImageStore {
    private struct Kept {
        var png: [UInt8]
        var savedAt: Timestamp
    }

    private let pictures = Mutex<[ImageName: Kept]>([:])
    private let isFull: Bool
    private let clock: any LedgerClock

    init(isFull: Bool = false, clock: some LedgerClock = SystemClock()) {
        self.isFull = isFull
        self.clock = clock
    }

    var count: Int { pictures.withLock { $0.count } }

    func save(_ picture: Picture, as name: ImageName) async throws(ImageStoreError) {
        guard !isFull else { throw ImageStoreError("No space left on device.") }
        pictures.withLock { $0[name] = Kept(png: picture.png, savedAt: clock.now()) }
    }

    func byteCount(of name: ImageName) async throws(ImageStoreError) -> Int? {
        pictures.withLock { $0[name]?.png.count }
    }

    func read(_ range: Range<Int>, of name: ImageName) async throws(ImageStoreError) -> ImagePart? {
        pictures.withLock { $0[name]?.png }.map { png in
            ImagePart(bytes: Array(png[range.clamped(to: 0..<png.count)]), totalByteCount: png.count)
        }
    }

    func remove(_ name: ImageName) async throws(ImageStoreError) {
        pictures.withLock { $0[name] = nil }
    }

    /// Three at a time, so that a walk has steps.
    func list(after cursor: ImageCursor?) async throws(ImageStoreError) -> ImageListing {
        let all = pictures.withLock { $0.map { ImageListing.Image(name: $0.key, savedAt: $0.value.savedAt) } }
        let rest = all.sorted { $0.name.text < $1.name.text }.filter { $0.name.text > cursor?.text ?? "" }
        let step = Array(rest.prefix(3))
        return ImageListing(images: step, next: rest.count > 3 ? step.last.map { ImageCursor($0.name.text) } : nil)
    }

    func removeAbandonedDrafts(olderThan age: Duration) async throws(ImageStoreError) -> Int { 0 }
}

/// The rooms that a generation goes through, over a ledger in memory.
struct Rig {
    let ledger: Ledger
    let images: MemoryImageStore
    let workshop: Workshop
    let books: GenerationBooks
    let generations: CharacterGenerations
    let account = AccountID(UUID())
    let names = ImageNames(key: Array(repeating: 7, count: 32))
    let database: TemporaryDatabase

    init(
        price: Credits = 1, capacity: Int = 100, concurrency: Int = 100, imagesAreFull: Bool = false,
        ledger: Ledger? = nil, retention: ImageRetention? = nil,
        _ script: @escaping @Sendable (CharacterOptions) async throws(GeneratorError) -> Picture
    ) throws {
        database = try TemporaryDatabase()
        self.ledger = ledger ?? Ledger(store: MemoryStore())
        images = MemoryImageStore(isFull: imagesAreFull)
        workshop = Workshop(capacity: capacity, concurrency: concurrency)
        books = GenerationBooks(database: database.database)
        generations = CharacterGenerations(
            prices: PriceTable(standard: price), ledger: self.ledger, generator: ScriptedGenerator(script: script),
            images: images, names: names, workshop: workshop, books: books, retention: retention)
    }

    func fund(_ amount: Credits) async throws {
        try await ledger.grant(
            GrantTerms(amount: amount), to: account, in: .app, reference: .unique("grant"), by: "test")
    }

    func request(
        key: String? = nil, options: CharacterOptions = .plain, count: Int = 1, cache: Bool = false
    ) -> GenerationRequest {
        GenerationRequest(
            key: BalanceKey(account: account, pool: .app), actor: "test", options: options, count: count,
            mayBeCached: cache, idempotencyKey: key)
    }

    func balance() async throws -> Balance {
        try await ledger.store.balances(of: account).first ?? Balance(key: BalanceKey(account: account, pool: .app))
    }

    /// Runs `work` while the workshop does.
    func open(_ work: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [books, workshop], logger: Logger(label: "test"))
        async let running: Void = group.run()
        do { try await work() } catch {
            await group.triggerGracefulShutdown()
            try await running
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running
    }
}

extension CharacterOptions {
    static let plain = CharacterOptions(
        skinTone: .olive, hairStyle: .afro, hairColor: .blue, clothing: .hoodie, clothingColor: .red, eyeColor: .green)
}

extension Picture {
    /// A PNG without pixels: all of it that is looked at here.
    static func blank(side: Int = 1_024) throws(GeneratorError) -> Picture {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header = chunk("IHDR", bytes(UInt32(side)) + bytes(UInt32(side)) + [8, 6, 0, 0, 0])
        return try Picture(png: signature + header + chunk("IEND", []), isTransparent: true)
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + data
        var checksum = UInt32.max
        for byte in checked {
            checksum ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = checksum & 1 == 1
                checksum >>= 1
                if isOdd { checksum ^= 0xEDB8_8320 }
            }
        }
        return bytes(UInt32(data.count)) + checked + bytes(~checksum)
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

extension PictureSpecification {
    static let plain = PictureSpecification(.plain)

    static var opaque: PictureSpecification {
        var options = CharacterOptions.plain
        options.transparent = false
        return PictureSpecification(options)
    }
}
