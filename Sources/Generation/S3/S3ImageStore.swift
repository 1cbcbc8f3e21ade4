public import AsyncHTTPClient
public import CreditLedger

/// Keeps pictures as objects in a bucket of S3, or of what speaks as S3 does.
///
/// The bucket stays private: pictures are read from it by this server alone. An object is there whole or not at all,
/// and once a PUT is answered it is as durable as the storage is.
public struct S3ImageStore: ImageStore {
    private let settings: Settings
    private let client: S3Client

    /// What is to be known of the bucket.
    public struct Settings: Sendable {
        /// The name of the bucket.
        public var bucket: String
        /// The address of the storage, which may have a port and a path.
        public var endpoint: String
        /// Whether the bucket's name stands in the path of an address, rather than before the host's name.
        public var usesPathStyle: Bool
        /// Where the bucket is, such as `eu-central-1`.
        public var region: String
        /// Who asks.
        public var credentials: SignatureV4.Credentials
        /// What all keys begin with.
        public var prefix: String

        /// Settings of a bucket.
        public init(
            bucket: String, endpoint: String, usesPathStyle: Bool, region: String,
            credentials: SignatureV4.Credentials, prefix: String = ""
        ) {
            self.bucket = bucket
            self.endpoint = endpoint
            self.usesPathStyle = usesPathStyle
            self.region = region
            self.credentials = credentials
            self.prefix = prefix
        }
    }

    /// How often and for how long one asks.
    public struct Patience: Sendable {
        /// How often at the most.
        public var attempts = 5
        /// For how long each time.
        public var timeout = Duration.seconds(20)
        /// The pause after the first time; it doubles from time to time.
        public var pause = Duration.milliseconds(200)

        /// The defaults.
        public init() {}
    }

    /// The pictures in a bucket, asked for with `http`, which must not follow redirects: they would not be signed.
    ///
    /// - Throws: ``ImageStoreError`` if the endpoint is no address.
    public init(
        http: HTTPClient, settings: Settings, patience: Patience = Patience(), clock: some LedgerClock = SystemClock()
    ) throws(ImageStoreError) {
        let address = S3Address(
            endpoint: settings.endpoint, bucket: settings.bucket, usesPathStyle: settings.usesPathStyle)
        guard let address else { throw ImageStoreError("\(settings.endpoint) is no address of an object storage.") }
        self.settings = settings
        client = S3Client(
            http: http, address: address,
            signature: SignatureV4(credentials: settings.credentials, region: settings.region), patience: patience,
            clock: clock)
    }

    /// Sees whether the bucket answers this key.
    public func check() async throws(ImageStoreError) {
        try await asking("The bucket \(settings.bucket) at \(settings.endpoint) does not answer") {
            () async throws(S3Failure) in
            _ = try await objects(after: nil, limit: 1)
        }
    }

    public func save(_ picture: Picture, as name: ImageName) async throws(ImageStoreError) {
        try await asking("The picture \(name) cannot be stored") { () async throws(S3Failure) in
            _ = try await client.send(.put(picture.png, as: key(of: name), type: "image/png"), expecting: [200])
        }
    }

    public func byteCount(of name: ImageName) async throws(ImageStoreError) -> Int? {
        try await asking("The picture \(name) cannot be looked up") { () async throws(S3Failure) -> Int? in
            let answer = try await client.send(.head(key(of: name)), expecting: [200, 404])
            if answer.status == 200, let length = answer.header("content-length").flatMap({ Int($0) }) { return length }
            // An answer to HEAD has no body to tell a picture that is not there from a bucket that is not.
            return try await part(0..<1, of: name)?.totalByteCount
        }
    }

    public func read(_ range: Range<Int>, of name: ImageName) async throws(ImageStoreError) -> ImagePart? {
        try await asking("The picture \(name) cannot be read") { () async throws(S3Failure) -> ImagePart? in
            try await part(range, of: name)
        }
    }

    public func remove(_ name: ImageName) async throws(ImageStoreError) {
        try await asking("The picture \(name) cannot be removed") { () async throws(S3Failure) in
            do throws(S3Failure) {
                _ = try await client.send(.delete(key(of: name)), expecting: [200, 204])
            } catch .refused(let refusal) where refusal.code == "NoSuchKey" {
                // Not every storage answers as S3 does that what was not there is gone.
            }
        }
    }

    /// One step is one request, for a thousand keys at the most.
    public func list(after cursor: ImageCursor?) async throws(ImageStoreError) -> ImageListing {
        try await asking("The bucket \(settings.bucket) cannot be listed") {
            () async throws(S3Failure) -> ImageListing in
            let list = try await objects(after: cursor?.text, limit: 1_000)
            let images = list.objects.compactMap { object in
                self.name(of: object.key).map { ImageListing.Image(name: $0, savedAt: object.lastModified) }
            }
            let next = list.isTruncated ? list.objects.last.map { ImageCursor($0.key) } : nil
            return ImageListing(images: images, next: next)
        }
    }

    /// There are none: a PUT that was cut off leaves nothing.
    public func removeAbandonedDrafts(olderThan age: Duration) async throws(ImageStoreError) -> Int { 0 }

    private func objects(after key: String?, limit: Int) async throws(S3Failure) -> S3ObjectList {
        let answer = try await client.send(.list(prefix: settings.prefix, after: key, limit: limit), expecting: [200])
        let list = S3ObjectList(answer.body)
        guard let list else { throw .unintelligible("something that is no list of a bucket") }
        return list
    }

    private func part(_ range: Range<Int>, of name: ImageName) async throws(S3Failure) -> ImagePart? {
        let asked = range.isEmpty ? range.lowerBound..<range.lowerBound + 1 : range
        let answer: S3Answer
        do throws(S3Failure) {
            answer = try await client.send(.get(asked, of: key(of: name)), expecting: [200, 206, 416])
        } catch .refused(let refusal) where refusal.code == "NoSuchKey" {
            return nil
        }
        return try S3Part(answer, asked: asked).part(in: range)
    }

    private func key(of name: ImageName) -> String {
        settings.prefix + name.text + ".png"
    }

    /// Other objects that may lie beside the pictures have no such names.
    private func name(of key: String) -> ImageName? {
        guard key.hasPrefix(settings.prefix), key.hasSuffix(".png") else { return nil }
        return ImageName(key.dropFirst(settings.prefix.count).dropLast(4))
    }

    private func asking<Value>(
        _ what: String, _ work: () async throws(S3Failure) -> Value
    ) async throws(ImageStoreError) -> Value {
        do throws(S3Failure) { return try await work() } catch { throw ImageStoreError("\(what): \(error).") }
    }
}

extension S3ImageStore.Settings: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    public var description: String { "\(bucket) at \(endpoint)" }
}
