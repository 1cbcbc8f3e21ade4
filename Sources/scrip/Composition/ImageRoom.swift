import AsyncHTTPClient
import Generation
import Logging
import NIOPosix

/// Where this server's pictures are kept, and what that takes to run.
struct ImageRoom {
    /// The bucket, if the settings name one, else a folder of the data folder.
    let store: any ImageStore
    /// For how long pictures are kept.
    let retention: ImageRetention?

    private let bucket: S3ImageStore?
    private let http: HTTPClient?

    init(_ settings: Settings, threads: NIOThreadPool) throws {
        retention = settings.images.retention
        guard let bucketSettings = settings.images.bucket else {
            let folder = DataFolder(path: settings.dataDirectory).imagesFolder
            (store, bucket, http) = (FolderImageStore(folder: folder, threads: threads), nil, nil)
            return
        }
        let http = HTTPClient(configuration: Self.connections)
        let bucket = try S3ImageStore(http: http, settings: bucketSettings)
        (store, self.bucket, self.http) = (bucket, bucket, http)
    }

    /// Sees whether the bucket answers, before anybody pays for a picture that could not be stored.
    func check() async throws {
        guard let bucket else { return }
        do throws(ImageStoreError) { try await bucket.check() } catch {
            throw Failure("\(error) Check the settings that begin with s3.")
        }
    }

    /// What tidies the store.
    func upkeep(logger: Logger) -> ImageUpkeep {
        // Pictures that are kept for minutes are not looked for by the hour.
        let interval = min(retention?.duration ?? .seconds(3_600), .seconds(3_600))
        return ImageUpkeep(images: store, retention: retention, interval: interval, logger: logger)
    }

    func close() async throws {
        try await http?.shutdown()
    }

    /// A pool of their own, so that a slow provider of pictures does not keep them from being stored. The store
    /// asks again by itself: what cannot be connected is told at once.
    private static var connections: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
